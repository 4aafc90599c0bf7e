/** RFC 7914: n is the cost in memory and time, r the size of a block, p how often. 128·n·r bytes of memory. */
export interface ScryptParameters {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** 32 bytes out of a passphrase, for the caller to wipe. */
export type Scrypt = (
  passphrase: Uint8Array,
  salt: Uint8Array,
  parameters: ScryptParameters,
) => Promise<Uint8Array>;

export const saltBytes = 16;

/** 128 MiB, and about 0.4 s on a small computer. */
export const usualScrypt = { n: 2 ** 17, r: 8, p: 1 } as const satisfies ScryptParameters;

/** What scrypt may use, in bytes. */
export const mostScryptMemory = 256 * 1024 * 1024;

/**
 * Whether the parameters in a file may be used: never weaker than ours, so that a changed file does not make a passphrase
 * easier to guess, and never more than this computer can give.
 */
export function isFair({ n, r, p }: ScryptParameters): boolean {
  const isWhole = [n, r, p, Math.log2(n)].every((each) => Number.isSafeInteger(each));
  // RFC 7914 §6: B, V and two blocks more are in memory at once.
  const memory = 128 * r * (n + p + 2);
  return isWhole && n >= usualScrypt.n && r >= usualScrypt.r && p >= 1 && p <= 4 && memory < mostScryptMemory;
}
