import type { Scheme } from '../../../app/hosts/derivation-schema.ts';
import { schemes } from '../../../app/otp/derive.ts';
import { parseOneTimeList } from '../../../app/otp/one-time.ts';
import { guessEncoding, readSecret, type SecretProblem } from '../../../app/secrets/encoding.ts';
import type { Encoding, SecretEdits } from '../../../app/secrets/input.ts';
import type { SecretFacts } from '../../../app/secrets/look.ts';
import { slots, type Slot } from '../../../app/secrets/slots.ts';
import type { Draft } from './draft.ts';
import { knowsHmac } from './methods/packet-draft.ts';

export interface NewSecret {
  readonly text: string;
  /** `auto`: what it looks like. */
  readonly encoding: Encoding | 'auto';
  /** Of a list: it continues the stored one, instead of taking its place. */
  readonly append?: true;
}

/** What is to become of the secrets: a slot that is not there stays as it is, null is removed. */
export type SecretsDraft = Readonly<Partial<Record<Slot, NewSecret | null>>>;

/** Why a new secret cannot be taken. It tells one character of the secret at most. */
export type SecretTrouble =
  | Exclude<SecretProblem, { readonly problem: 'empty' }>
  | { readonly problem: 'too-long'; readonly most: number }
  | { readonly problem: 'same-keys' }
  /** Null: no line is left to use. */
  | { readonly problem: 'bad-line'; readonly line: number | null };

/** How a new secret was understood. */
export type SecretReading =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'right';
      readonly encoding: Encoding;
      readonly bytes: number;
      /** Of a one-time list. */
      readonly lines: number | null;
      /** What keeps it from being what the scheme usually has; null if nothing does. */
      readonly unusual: { readonly encoding: Encoding; readonly trouble: SecretTrouble } | null;
    }
  | { readonly kind: 'wrong'; readonly encoding: Encoding; readonly trouble: SecretTrouble };

/** The secrets that the form's way of knocking needs; `slotsOf` for a form that may still be wrong elsewhere. */
export function neededSlots(draft: Draft): readonly Slot[] {
  const closing: readonly Slot[] =
    draft.close === 'pknock' ? ['pknock-close-secret'] : draft.close === 'totp' ? ['otp-secret'] : [];
  return [...new Set([...openingSlots(draft), ...closing])];
}

function openingSlots(draft: Draft): readonly Slot[] {
  switch (draft.method) {
    case 'sequence':
      return [];
    case 'totp':
    case 'hotp':
      return ['otp-secret'];
    case 'list':
      return ['one-time-list'];
    case 'spa': {
      const hmac: readonly Slot[] = draft.hmac !== 'none' && knowsHmac(draft) ? ['spa-hmac-key'] : [];
      return draft.cipher === 'gpg' ? hmac : ['spa-key', ...hmac];
    }
    case 'pknock':
      return ['pknock-secret'];
    default:
      return draft.method satisfies never;
  }
}

/** Stored secrets that nothing will need once the form is saved. */
export function obsoleteSlots(
  draft: Draft,
  stored: Readonly<Partial<Record<Slot, SecretFacts>>>,
): readonly Slot[] {
  const needed = neededSlots(draft);
  return slots.filter((slot) => stored[slot] !== undefined && !needed.includes(slot));
}

/** The encodings that a slot can have; the first one is what other programs write. */
export function encodingsOf(slot: Slot, scheme: Scheme): readonly Encoding[] {
  if (slot === 'spa-key' || slot === 'spa-hmac-key') return ['base64', 'text'];
  if (slot !== 'otp-secret') return ['text'];
  return scheme === 'dynknock'
    ? ['utf16le', 'base64', 'base32', 'hex', 'text']
    : ['base32', 'base64', 'hex', 'text'];
}

/** How a new secret is understood. Its bytes are made to be counted, and wiped. */
export function readNewSecret(
  slot: Slot,
  { text, encoding: chosen }: NewSecret,
  scheme: Scheme,
): SecretReading {
  if (text.trim() === '') return { kind: 'empty' };
  const encoding = chosen === 'auto' ? looksLike(slot, text, scheme) : chosen;
  const bytes = countBytes(text, encoding);
  if (typeof bytes !== 'number') return { kind: 'wrong', encoding, trouble: bytes };
  const wrong = (trouble: SecretTrouble): SecretReading => ({ kind: 'wrong', encoding, trouble });
  const most = mostBytes[slot];
  if (most !== undefined && bytes > most) return wrong({ problem: 'too-long', most });
  const right = { kind: 'right', encoding, bytes, lines: null, unusual: null } as const;
  if (slot === 'one-time-list') {
    const list = parseOneTimeList(text);
    return list.ok
      ? { ...right, lines: list.value.sequences.length }
      : wrong({ problem: 'bad-line', line: list.error.line });
  }
  if (slot !== 'otp-secret' || chosen !== 'auto' || encoding !== 'text') return right;
  const { usualEncoding } = schemes[scheme];
  const usually = countBytes(text, usualEncoding);
  return typeof usually === 'number'
    ? right
    : { ...right, unusual: { encoding: usualEncoding, trouble: usually } };
}

/** What saving changes of the secrets, and what is wrong with the new ones, by field. */
export function parseSecrets(
  draft: Draft,
  secrets: SecretsDraft,
  stored: Readonly<Partial<Record<Slot, SecretFacts>>>,
): { readonly edits: SecretEdits; readonly troubles: ReadonlyMap<string, SecretTrouble & InEncoding> } {
  const edits: SecretEdits = {};
  const troubles = new Map<string, SecretTrouble & InEncoding>();
  for (const slot of obsoleteSlots(draft, stored)) edits[slot] = null;
  for (const slot of neededSlots(draft)) {
    const secret = secrets[slot];
    if (secret === undefined) continue;
    if (secret === null) {
      if (stored[slot] !== undefined) edits[slot] = null;
      continue;
    }
    const reading = readNewSecret(slot, secret, draft.scheme);
    if (reading.kind === 'right') {
      const { text, append } = secret;
      edits[slot] = { text, encoding: reading.encoding, ...(append === true && { append }) };
    }
    if (reading.kind === 'wrong') {
      troubles.set(`secret.${slot}`, { ...reading.trouble, encoding: reading.encoding });
    }
  }
  const [key, hmac] = [edits['spa-key'], edits['spa-hmac-key']];
  // fwknop and fwknopd refuse to use one key for both.
  if (key?.text !== undefined && key.text === hmac?.text && key.encoding === hmac.encoding) {
    troubles.set('secret.spa-hmac-key', { problem: 'same-keys', encoding: hmac.encoding });
  }
  return { edits, troubles };
}

interface InEncoding {
  readonly encoding: Encoding;
}

function looksLike(slot: Slot, text: string, scheme: Scheme): Encoding {
  const guess = guessEncoding(text)?.encoding ?? 'text';
  if (slot === 'otp-secret') {
    // Nothing tells a text that looks like digits from digits: there the original program knows only texts.
    const { usualEncoding } = schemes[scheme];
    return usualEncoding === 'text' || usualEncoding === 'utf16le' ? usualEncoding : guess;
  }
  return encodingsOf(slot, scheme).includes(guess) ? guess : 'text';
}

function countBytes(text: string, encoding: Encoding): number | SecretTrouble {
  const read = readSecret(text, encoding);
  if (read.ok) {
    const { length } = read.value;
    read.value.fill(0);
    return length;
  }
  return read.error.problem === 'empty' ? { problem: 'incomplete' } : read.error;
}

/** As app/engine/read-secret.ts: libfko's key sizes, and xt_pknock's PKNOCK_MAX_PASSWD_LEN. */
const mostBytes: Readonly<Partial<Record<Slot, number>>> = {
  'spa-key': 32,
  'spa-hmac-key': 128,
  'pknock-secret': 31,
  'pknock-close-secret': 31,
};
