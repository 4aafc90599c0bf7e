import { expect, test } from 'vitest';
import { readCommandLines } from '../../../app/transfer/command-line.ts';
import type { Found } from '../../../app/transfer/found.ts';
import { packetOf, spaOf } from './packet.ts';
import fwknop from '../../vectors/fwknop-client.json' with { type: 'json' };
import knock from '../../vectors/knock-client.json' with { type: 'json' };

type Key = { readonly ascii?: string; readonly base64?: string } | null;

const packets: readonly {
  readonly name: string;
  readonly args: readonly string[];
  readonly key: Key;
  readonly hmacKey: Key;
  readonly hmacType: string | null;
  readonly mode: string;
  readonly exit: number;
  readonly digest?: string;
  readonly fields?: {
    readonly type: number;
    readonly message: string;
    readonly nat?: string;
    readonly timeout?: number;
    readonly username: string;
  };
}[] = fwknop.vectors;

/** A command line with every argument quoted. */
function commandOf(program: string, args: readonly string[]): string {
  return [program, ...args.map((each) => `'${each.replaceAll("'", `'\\''`)}'`)].join(' ');
}

function codes(found: Found): readonly string[] {
  return [...found.notes, ...found.items.flatMap((item) => item.notes)].map(({ code }) => code);
}

const sendable = knock.vectors.filter(
  ({ name, exit, packets: sent }) =>
    exit === 0 && sent.every(({ port }) => port !== 0) && name !== '70000 wraps to 4464',
);

test.each(sendable)('the host sends what knock sends: $name', ({ args, packets: sent }) => {
  const [item] = readCommandLines(commandOf('knock', args)).items;
  if (item?.host.knock.method !== 'sequence') throw new Error('no sequence');
  const { steps, gapMs } = item.host.knock;
  expect(steps).toEqual(sent.map(({ proto, port }) => ({ proto, port })));
  expect(item.host.address).toBe(args.find((each) => each.includes('.') || each.includes('::')));
  expect(gapMs ?? 0).toBe(sent.at(-1)?.atMs === 250 ? 250 : 0);
});

test.each<[name: string, code: string]>([
  ['port 0', 'port-zero'],
  ['65536 wraps to 0', 'port-zero'],
  ['70000 wraps to 4464', 'port-wraps'],
  ['negative port', 'port-refused'],
  ['not a number', 'port-refused'],
  ['hex', 'port-refused'],
  ['no port', 'port-missing'],
])('a knock that nobody should send is refused: %s', (name, code) => {
  const vector = knock.vectors.find((each) => each.name === name);
  const found = readCommandLines(commandOf('knock', vector?.args ?? []));
  expect(found.items).toEqual([]);
  expect(codes(found)).toEqual([code]);
});

test('a family that contradicts the address is left out', () => {
  const found = readCommandLines('knock -4 2001:db8::2 17001');
  expect(found.items[0]?.host.family).toBe('auto');
  expect(codes(found)).toEqual(['family-contradicts']);
});

// An address with leading zeros means another one to a server that reads it as octal.
const odd = 'allow ip leading zero';
const sent = packets.filter(({ name, exit }) => exit === 0 && name !== odd);

test.each(sent)('the host sends what fwknop sends: $name', (vector) => {
  const { args, fields, key, hmacKey, hmacType, mode, digest = 'sha256' } = vector;
  const [item] = readCommandLines(commandOf('fwknop', [...args, '-D', '10.99.0.2'])).items;
  if (!item || !fields) throw new Error('no host');
  const packet = packetOf(item);
  expect({
    ...packet,
    message: packet.message.replace(/random$/, fields.message.split('/').at(-1) ?? ''),
  }).toMatchObject({
    messageType: fields.type,
    message: fields.message,
    natAccess: fields.nat ?? null,
    clientTimeout: fields.timeout ?? 0,
    digest: digest.toUpperCase(),
    hmac: hmacKey === null ? 'None' : hmacType?.toUpperCase(),
    mode: mode.toUpperCase(),
  });
  expect(spaOf(item).user).toBe(fields.username === 'knocker' ? 'user' : fields.username);
  expect(bytesOf(item.secrets['spa-key'])).toBe(hex(key));
  expect(bytesOf(item.secrets['spa-hmac-key'])).toBe(hex(hmacKey));
});

test.each<[name: string, code: string]>([
  ['multi port', 'access-refused'],
  ['no -A (none/0)', 'access-missing'],
  ['client timeout 65537', 'value-refused'],
  ['spoof user bad char', 'value-refused'],
  ['key of 33 ascii', 'key-too-long'],
  ['same key for both', 'keys-equal'],
  ['ipv6 allow', 'allow-refused'],
  ['allow ip short form 1.2', 'allow-refused'],
  [odd, 'allow-refused'],
])('what fwknop refuses, or its server would read otherwise, is told: %s', (name, code) => {
  const vector = packets.find((each) => each.name === name);
  expect(
    codes(readCommandLines(commandOf('fwknop', [...(vector?.args ?? []), '-D', '10.99.0.2']))),
  ).toContain(code);
});

function bytesOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : Buffer.from(bytes).toString('hex');
}

function hex(key: Key): string | null {
  if (key === null) return null;
  return Buffer.from(key.ascii ?? key.base64 ?? '', key.ascii === undefined ? 'base64' : 'utf8').toString(
    'hex',
  );
}

test.each<[what: string, text: string]>([
  ['short options in one word', 'knock -uv nas.example.net 7000 8000'],
  ['long options', 'knock --udp --verbose nas.example.net 7000 8000'],
  ['long options cut short', 'knock --ud nas.example.net 7000 8000'],
  ['options behind the operands', 'knock nas.example.net 7000 8000 -u'],
  ['quotes', `knock "-u" 'nas.example.net' 70"00" 8\\000`],
  ['a prompt and sudo', '$ sudo /usr/bin/knock -u nas.example.net 7000 8000'],
  ['a continued line', 'knock -u nas.example.net \\\n  7000 8000'],
  ['redirections and a comment', 'knock -u nas.example.net 7000 8000 >/dev/null 2>&1 # home'],
])('a knock is understood with %s', (_, text) => {
  const found = readCommandLines(text);
  expect(codes(found)).toEqual([]);
  expect(found.items[0]?.host).toMatchObject({
    address: 'nas.example.net',
    knock: {
      steps: [
        { proto: 'udp', port: 7000 },
        { proto: 'udp', port: 8000 },
      ],
    },
  });
});

test.each<[what: string, text: string]>([
  ['values in the same word', `fwknop -Atcp/22 -s -Dnas.example.net --key-rijndael=k1 --key-hmac=h1`],
  ['options in one word', `fwknop -vsA tcp/22 -D nas.example.net --key-rijndael k1 --key-hmac h1`],
  ['names cut short', `fwknop --acc tcp/22 --source-i --dest nas.example.net --key-r k1 --key-h h1`],
])('a packet is understood with %s', (_, text) => {
  const [item] = readCommandLines(text).items;
  expect(item && packetOf(item)).toMatchObject({
    message: '0.0.0.0,tcp/22',
    hmac: 'SHA256',
    effectiveKeys: { key: 'k1', hmacKey: 'h1' },
  });
});

test('each command is a host, and the note of each tells its line', () => {
  const found = readCommandLines(
    'knock a.example.net 7000 && ssh a.example.net\nknock b.example.net 8000:sctp\r\n\necho done\n',
  );
  expect(found.items.map(({ host }) => host.address)).toEqual(['a.example.net', 'b.example.net']);
  expect(found.items[1]?.notes).toEqual([
    { line: 2, kind: 'warning', code: 'protocol-ignored', what: '8000:sctp' },
  ]);
  expect(found.notes.map(({ line, code }) => [line, code])).toEqual([
    [1, 'command-other'],
    [4, 'command-other'],
  ]);
});

test.each<[what: string, text: string, expected: readonly string[]]>([
  ['a variable', 'knock $HOST 7000', ['not-expanded', 'address-missing']],
  ['a port from a command', 'knock nas $(cat ports)', ['not-expanded', 'command-other']],
  [
    'a key from a variable',
    'fwknop -A tcp/22 -s -D nas --key-rijndael "$KEY"',
    ['not-expanded', 'key-missing'],
  ],
  ['an open quote', `knock 'nas 7000`, ['quote-open']],
  ['an unknown option', 'knock -x nas 7000', ['option-unknown']],
  ['an ambiguous option', 'fwknop --time 5 -A tcp/22 -s -D nas', ['option-unknown']],
  ['an option without its value', 'knock nas 7000 -d', ['option-without-value']],
  ['keys to be made', 'fwknop -k', ['sends-nothing']],
  ['a stanza', 'fwknop -n nas', ['stanza-elsewhere', 'access-missing']],
  ['keys in a command', 'fwknop -A tcp/22 -s -D nas --key-rijndael k1', ['keys-in-history']],
  ['a long pause', 'knock -d 20000 nas 7000', ['delay-too-long']],
  ['33 ports', `knock nas ${Array.from({ length: 33 }, (_, at) => 7000 + at).join(' ')}`, ['too-many-ports']],
])('a note tells of %s', (_, text, expected) => {
  expect(codes(readCommandLines(text))).toEqual(expected);
});

test('options of the command line that name gpg keys choose gpg', () => {
  const [item] = readCommandLines('fwknop -A tcp/22 -s -D nas --gpg-recip 1234 --gpg-signer me').items;
  expect(item && spaOf(item).cipher).toEqual({ kind: 'gpg', recipient: '1234', signer: 'me' });
  expect(item?.secrets).toEqual({});
});
