import { utf16le } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Encoding } from './input.ts';

/** What keeps a text from being read as a secret. It tells one character at most: the text is a secret. */
export type SecretProblem =
  | { readonly problem: 'empty' }
  /** `place` counts the characters of the text as it was typed, from 1. */
  | { readonly problem: 'bad-character'; readonly character: string; readonly place: number }
  /** No number of whole bytes is written like this: the beginning or the end is missing. */
  | { readonly problem: 'incomplete' };

/**
 * The bytes that a typed, pasted or scanned secret stands for; the caller wipes them. Blanks count only in a text. In
 * base32 and hexadecimal digits neither dashes nor upper and lower case matter. The padding of base32 (RFC 4648 §6) and
 * base64 may be missing; base64 may be of either alphabet (§4, §5).
 */
export function readSecret(text: string, encoding: Encoding): Result<Uint8Array, SecretProblem> {
  switch (encoding) {
    case 'base32':
      return readDigits(text, { alphabet: base32, bitsEach: 5, ignored: /[\s-]/, padding: true });
    case 'hex':
      return readDigits(text, { alphabet: hex, bitsEach: 4, ignored: /[\s:-]/, padding: false });
    case 'base64':
      return readDigits(text, { alphabet: base64, bitsEach: 6, ignored: /\s/, padding: true });
    case 'text':
      return text === '' ? fail({ problem: 'empty' }) : ok(new TextEncoder().encode(text));
    case 'utf16le':
      return text === '' ? fail({ problem: 'empty' }) : ok(utf16le(text));
    default:
      return encoding satisfies never;
  }
}

/** What a text looks like, and how many bytes it would be; null if it is empty. Many a text can be read in several ways. */
export function guessEncoding(text: string): { readonly encoding: Encoding; readonly bytes: number } | null {
  const encoding = looksLike(text);
  const bytes = readSecret(text, encoding);
  if (!bytes.ok) return null;
  bytes.value.fill(0);
  return { encoding, bytes: bytes.value.length };
}

function looksLike(text: string): Encoding {
  const compact = text.replace(/\s/g, '');
  const isWhole = (encoding: Encoding) => readSecret(text, encoding).ok;
  // Shorter ones are words as well.
  if (compact.length < 8) return 'text';
  if (isWhole('hex')) return 'hex';
  // Programs write base32 in one case, and a word has no digits.
  const isOneCase = !/[a-z]/.test(compact) || (!/[A-Z]/.test(compact) && /\d/.test(compact));
  if (isOneCase && isWhole('base32')) return 'base32';
  const isMixed = /[a-z]/.test(compact) && /[A-Z]/.test(compact) && /[\d+/]/.test(compact);
  if ((isMixed || compact.endsWith('=')) && compact.length % 4 === 0 && isWhole('base64')) return 'base64';
  return 'text';
}

const hex = alphabetOf('0123456789abcdef', '0123456789ABCDEF');
const base32 = alphabetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'abcdefghijklmnopqrstuvwxyz234567');
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64 = alphabetOf(`${letters}+/`, `${letters}-_`);

interface Digits {
  /** By character. */
  readonly alphabet: ReadonlyMap<string, number>;
  readonly bitsEach: number;
  readonly ignored: RegExp;
  /** Whether "=" may stand at the end. */
  readonly padding: boolean;
}

function readDigits(
  text: string,
  { alphabet, bitsEach, ignored, padding }: Digits,
): Result<Uint8Array, SecretProblem> {
  const bytes: number[] = [];
  let held = 0;
  let heldBits = 0;
  let isPadded = false;
  for (const [index, character] of Array.from(text).entries()) {
    if (ignored.test(character)) continue;
    const digit = alphabet.get(character);
    isPadded ||= padding && character === '=' && index > 0;
    if (isPadded ? character !== '=' : digit === undefined) {
      return fail({ problem: 'bad-character', character, place: index + 1 });
    }
    if (isPadded || digit === undefined) continue;
    held = (held << bitsEach) | digit;
    heldBits += bitsEach;
    if (heldBits >= 8) {
      heldBits -= 8;
      bytes.push(held >> heldBits);
      held &= (1 << heldBits) - 1;
    }
  }
  // What is left over fills up the last digit. A whole digit left over belonged to a byte of its own.
  const isIncomplete = heldBits >= bitsEach;
  const read = Uint8Array.from(bytes);
  bytes.fill(0);
  if (!isIncomplete && read.length > 0) return ok(read);
  read.fill(0);
  return fail({ problem: isIncomplete ? 'incomplete' : 'empty' });
}

function alphabetOf(...alphabets: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    alphabets.flatMap((digits) => Array.from(digits, (digit, value) => [digit, value] as const)),
  );
}
