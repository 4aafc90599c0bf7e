import type { GpgKey } from '../spa/ports.ts';

/** RFC 4880 §9.1, as gpg names them. Those of elliptic curves go by the curve. */
const algorithms: Readonly<Record<string, string>> = { 1: 'rsa', 2: 'rsa', 3: 'rsa', 16: 'elg', 17: 'dsa' };

/** Field numbers of GnuPG's doc/DETAILS, which count from 1. */
const field = {
  validity: 1,
  bits: 2,
  algorithm: 3,
  text: 9,
  capabilities: 11,
  token: 14,
  curve: 16,
} as const;

/** The usable keys in the output of `gpg --with-colons --with-secret --list-keys`. */
export function parseGpgKeys(colons: string): readonly GpgKey[] {
  const records = colons.split('\n').map((line) => line.trimEnd().split(':'));
  const starts = records.flatMap(([type], index) => (type === 'pub' ? [index] : []));
  return starts.flatMap((start, nth) => {
    const key = keyOf(records.slice(start, starts[nth + 1]));
    return key === null ? [] : [key];
  });
}

/** `records` are one primary key and what belongs to it. */
function keyOf(records: readonly (readonly string[])[]): GpgKey | null {
  const [pub = []] = records;
  const fingerprint = records.find(([type]) => type === 'fpr')?.[field.text];
  const uid = records.find((record) => record[0] === 'uid' && isValid(record));
  // In capital letters: what the key with all its subkeys can do now. D: disabled.
  const can = pub[field.capabilities] ?? '';
  if (fingerprint === undefined || uid === undefined || !isValid(pub) || can.includes('D')) return null;
  return {
    fingerprint: fingerprint.toUpperCase(),
    userId: unescaped(uid[field.text] ?? ''),
    algorithm: pub[field.curve] || `${algorithms[pub[field.algorithm] ?? ''] ?? ''}${pub[field.bits] ?? ''}`,
    canSign: can.includes('S'),
    canEncrypt: can.includes('E'),
    isOwn: records.some((record) => /^(?:pub|sub)$/.test(record[0] ?? '') && hasSecret(record)),
  };
}

/** Not invalid, disabled, revoked or expired. */
function isValid(record: readonly string[]): boolean {
  return !/^[idre]/.test(record[field.validity] ?? '');
}

/** "+": here. A serial number: on that card. "#": the secret part is elsewhere. */
function hasSecret(record: readonly string[]): boolean {
  const token = record[field.token] ?? '';
  return token !== '' && token !== '#';
}

/** Colons and control characters come as "\x3a"; what would move a cursor is not shown. */
function unescaped(text: string): string {
  return text
    .replace(/\\x([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\p{Cc}/gu, ' ');
}
