/** "2026-11-21 10:26:07", in the time of this computer. */
export function localTime(atMs: number): string {
  return new Date(atMs).toLocaleString('sv').slice(0, 19);
}
