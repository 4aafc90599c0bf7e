/** A duration as people say it: "0.4 ms", "161 ms", "1.2 s", "2 min 5 s", "1 h 30 min". */
export function describeDuration(ms: number): string {
  if (ms < 9.95) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 60) return `${tenths} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return inTwo(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return inTwo(minutes, 60, 'h', 'min');
  return inTwo(Math.round(minutes / 60), 24, 'd', 'h');
}

/** A moment of a run, in seconds from its start: "0.012 s". */
export function describeMoment(atMs: number): string {
  return `${(atMs / 1_000).toFixed(3)} s`;
}

function inTwo(amount: number, perUnit: number, unit: string, rest: string): string {
  const left = amount % perUnit;
  return `${Math.floor(amount / perUnit)} ${unit}${left === 0 ? '' : ` ${left} ${rest}`}`;
}
