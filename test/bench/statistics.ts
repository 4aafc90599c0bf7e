/** Figures of a sample. A run that never opened counts as Infinity, so that failing often is not mistaken for being fast. */

/** The smallest value that at least `share` of the sample do not exceed (nearest rank). NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Where the true share lies with 95 % confidence when `hits` of `runs` were seen (Wilson 1927). */
export function confidence(hits: number, runs: number): { readonly low: number; readonly high: number } {
  const z = 1.96;
  const share = hits / runs;
  const scale = 1 + z ** 2 / runs;
  const centre = (share + z ** 2 / (2 * runs)) / scale;
  const reach = (z * Math.sqrt((share * (1 - share)) / runs + z ** 2 / (4 * runs ** 2))) / scale;
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
