import * as v from 'valibot';
import { address, port, shape, text, wholeNumber } from './shape.ts';

/** Digest and HMAC algorithms of fwknop 2.5 and later (libfko: fko.h). */
const hash = v.picklist(
  ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'],
  'Use md5, sha1, sha256, sha384, sha512, sha3-256 or sha3-512.',
);

const noAccess = 'Enter a port to open, such as tcp/22.';

const accessSchema = v.pipe(
  v.array(shape({ proto: v.picklist(['tcp', 'udp'], 'Use tcp or udp.'), port }), noAccess),
  v.minLength(1, noAccess),
  v.maxLength(32, 'Up to 32 ports.'),
);

const outsidePort = v.optional(v.union([port, v.literal('random')], 'Use a port, or random.'));

/**
 * Whether fwknop takes it for a place behind the server: an IPv4 address, or a name of letters, digits and hyphens with
 * up to 70 characters (libfko: is_valid_hostname). It refuses everything else that is an address.
 */
export function isNatHost(host: string): boolean {
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  return host.length <= 70 && new RegExp(String.raw`^${label}(?:\.${label})*\.?$`, 'i').test(host);
}

const natHost = v.pipe(
  address,
  v.check(isNatHost, 'Use an IPv4 address, or a name of up to 70 letters, digits, hyphens and dots.'),
);

/** fwknop's network address translation: which inner service a packet asks for (fwknop(8): --nat-access, --nat-local). */
const natSchema = v.variant(
  'kind',
  [
    /** Forward to another host behind the server. */
    shape({ kind: v.literal('forward'), host: natHost, port: v.optional(port), outsidePort }),
    /** To the server itself. Absent: the address that the packet goes to. */
    shape({ kind: v.literal('local'), host: v.optional(natHost), port: v.optional(port), outsidePort }),
  ],
  'Use forward or local.',
);

/** MAX_SPA_USERNAME_SIZE of libfko, 64, which the server counts in base64. */
const userBytes = 48;
const noUser = 'A user name has up to 48 bytes and none of " / \\ [ ] : ; | = , + * ? < >.';
const noKey = 'Enter a key: its id, fingerprint or e-mail address.';
const key = v.pipe(text(noKey, 200), v.regex(/^[^-\s]/, noKey));

/** One fwknop packet (protocol 2.x/3.x). Keys are not part of the host. */
export function spaSchema<
  Offset extends v.GenericSchema<number | undefined, number>,
  Own extends v.GenericSchema,
>(shared: { readonly clockOffsetS: Offset; readonly ownAddress: Own }) {
  return shape({
    method: v.literal('spa'),
    /** What the server is asked to do: open ports, or run a command. */
    ask: v.variant(
      'kind',
      [
        shape({ kind: v.literal('access'), ports: accessSchema }),
        shape({
          kind: v.literal('command'),
          command: v.pipe(text('Enter a command.', 200), v.minLength(1, 'Enter a command.')),
        }),
      ],
      'Use access or command.',
    ),
    nat: v.optional(natSchema),
    /** How long the server shall keep the port open, seconds; absent: what the server is set to. */
    timeoutS: v.optional(wholeNumber(1, 65_536, 'seconds')),
    /** The user name in the packet. Not the login name, unless the server asks for it. */
    user: v.optional(
      v.pipe(
        v.string(noUser),
        v.minLength(1, noUser),
        v.maxBytes(userBytes, noUser),
        v.regex(/^[^"/\\[\]:;|=,+*?<>\p{Cc}]*$/u, noUser),
      ),
      'user',
    ),
    /** Which address to admit. `source`: the one the packet comes from, as the server sees it. */
    allow: v.optional(v.union([shape({ kind: v.literal('source') }), shared.ownAddress]), { kind: 'source' }),
    digest: v.optional(hash, 'sha256'),
    cipher: v.optional(
      v.variant(
        'kind',
        [
          shape({
            kind: v.literal('rijndael'),
            /** `legacy` is for servers of the Perl age: the key cut or padded to 16 bytes. */
            mode: v.optional(
              v.picklist(
                ['cbc', 'cfb', 'ofb', 'ctr', 'ecb', 'legacy'],
                'Use cbc, cfb, ofb, ctr, ecb or legacy.',
              ),
              'cbc',
            ),
          }),
          /** Through the gpg program and its agent. */
          shape({
            kind: v.literal('gpg'),
            recipient: key,
            signer: v.optional(key),
            home: v.optional(v.pipe(text('Enter a folder.', 1_000), v.minLength(1, 'Enter a folder.'))),
          }),
        ],
        'Use rijndael or gpg.',
      ),
      { kind: 'rijndael', mode: 'cbc' },
    ),
    hmac: v.optional(v.union([v.literal('none'), hash], 'Use none or the name of a hash.'), 'sha256'),
    transport: v.optional(v.picklist(['udp', 'tcp', 'http'], 'Use udp, tcp or http.'), 'udp'),
    port: v.optional(v.union([port, v.literal('random')], 'Use a port, or random.'), 62_201),
    clockOffsetS: shared.clockOffsetS,
  });
}

export type HashName = v.InferOutput<typeof hash>;
