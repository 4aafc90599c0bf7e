import type { Host } from '../hosts/schema.ts';
import type { Knock } from '../hosts/knock-schema.ts';
import { schemes } from '../otp/derive.ts';
import { fail, ok, type Result } from '../result.ts';
import { generateSecret } from '../secrets/generate.ts';
import type { Encoding, SecretEdits, SecretInput } from '../secrets/input.ts';
import { slotsOfHost, type Slot } from '../secrets/slots.ts';
import type { SecretFile } from './method-values.ts';
import { askSecret, unlockForCommand } from './passphrase.ts';
import { readWhole } from './read-whole.ts';
import type { Refusal, Session } from './session.ts';

/** Where the secrets of a host come from that is added or changed. None of these holds a secret itself. */
export interface SecretFlags {
  readonly secret?: readonly SecretFile[];
  /** Of keys that are typed. */
  readonly encoding?: Encoding;
  readonly list?: string;
  /** The lines of the list come behind those that are there. */
  readonly append?: true;
}

export interface Entered {
  readonly edits: SecretEdits;
  /** New ones, which the server needs too. */
  readonly made: readonly (SecretInput & { readonly slot: Slot })[];
  /** What is still not there. */
  readonly missing: readonly Slot[];
}

/** The secrets for a host: out of files, made anew, or typed unseen. Opens the vault if there is something to keep. */
export async function enterSecrets(
  session: Session,
  request: {
    readonly host: Host;
    readonly flags: SecretFlags;
    readonly generates: boolean;
    /** What is kept of this host already. */
    readonly kept: readonly Slot[];
  },
): Promise<Result<Entered, Refusal>> {
  const { host, flags, generates, kept } = request;
  const needed = slotsOfHost(host);
  const stray = flags.secret?.find(({ slot }) => !needed.includes(slot));
  if (stray) {
    const uses = needed.length === 0 ? 'it needs no secret' : `it uses ${needed.join(', ')}`;
    return fail({ code: 'usage', message: `"${host.name}" does not use ${stray.slot}: ${uses}.` });
  }
  const edits = await readFiles(session, host.knock, flags);
  if (!edits.ok) return edits;

  const made = generates ? makeSecrets(session, host, edits.value) : [];
  const given: SecretEdits = {
    ...edits.value,
    ...Object.fromEntries(made.map(({ slot, text, encoding }) => [slot, { text, encoding }])),
  };
  const missing = needed.filter((slot) => given[slot] === undefined && !kept.includes(slot));
  const typed = await typeSecrets(session, { knock: host.knock, slots: missing, encoding: flags.encoding });
  if (!typed.ok) return typed;
  const all = { ...given, ...typed.value };
  if (Object.keys(all).length > 0) {
    const opened = await unlockForCommand(session);
    if (!opened.ok) return opened;
  }
  return ok({ edits: all, made, missing: missing.filter((slot) => all[slot] === undefined) });
}

/** How a secret is usually written: codes as their programs do, keys as a text. */
export function usualEncoding(slot: Slot, knock: Knock): Encoding {
  if (slot !== 'otp-secret') return 'text';
  return knock.method === 'totp' ? schemes[knock.derivation.scheme].usualEncoding : 'base32';
}

async function readFiles(
  session: Session,
  knock: Knock,
  { secret = [], list, append }: SecretFlags,
): Promise<Result<SecretEdits, Refusal>> {
  const edits: SecretEdits = {};
  for (const { slot, file, encoding } of secret) {
    const bytes = await readWhole(session, file);
    if (!bytes.ok) return bytes;
    const text = secretText(bytes.value);
    if (text === null) return fail({ code: 'usage', message: `${file} is ${notText}` });
    edits[slot] = { text, encoding: encoding ?? usualEncoding(slot, knock) };
  }
  if (list === undefined) return ok(edits);
  const bytes = await readWhole(session, list);
  if (!bytes.ok) return bytes;
  const text = new TextDecoder().decode(bytes.value);
  bytes.value.fill(0);
  return ok({ ...edits, 'one-time-list': { text, encoding: 'text', ...(append && { append }) } });
}

function makeSecrets({ ports }: Session, host: Host, given: SecretEdits): Entered['made'] {
  return slotsOfHost(host).flatMap((slot) => {
    const made =
      given[slot] === undefined
        ? generateSecret(slot, ports.knock.random, usualEncoding(slot, host.knock))
        : null;
    return made === null ? [] : [{ slot, ...made }];
  });
}

/** Asks for each of them; nothing typed leaves it for later, and so does a vault that does not exist yet. */
async function typeSecrets(
  session: Session,
  {
    knock,
    slots,
    encoding,
  }: { readonly knock: Knock; readonly slots: readonly Slot[]; readonly encoding: Encoding | undefined },
): Promise<Result<SecretEdits, Refusal>> {
  const look = await session.ports.secrets.look();
  if (!look.ok) return slots.length > 0 ? look : ok({});
  const edits: SecretEdits = {};
  if (look.value.state === 'none' && look.value.keyring !== 'real') return ok(edits);
  // A list has too many lines to be typed.
  for (const slot of slots.filter((each) => each !== 'one-time-list')) {
    const written = encoding ?? usualEncoding(slot, knock);
    const typed = await askSecret(session, `${slot} (${written}, not shown; Enter to skip): `);
    // Nobody is there to ask.
    if (!typed.ok && typed.error.code === 'no-terminal') return ok(edits);
    if (!typed.ok) return typed;
    const text = secretText(typed.value);
    if (text === null) return fail({ code: 'usage', message: `This is ${notText}` });
    if (text !== '') edits[slot] = { text, encoding: written };
  }
  return ok(edits);
}

/**
 * A secret as it was written, without the line break that echo and editors put at the end: it belongs to no key. Null if
 * the bytes are no UTF-8, of which another secret would be made. Wipes them.
 */
export function secretText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    return null;
  } finally {
    bytes.fill(0);
  }
}

/** What to do with a secret that is no text, as the end of a sentence. */
export const notText = 'not UTF-8 text. Write its bytes in hex or base64, and say so: --encoding or ,base64.';
