import type { ClockOffset } from './ports.ts';

/** "Thu, 01 Jan 2026 00:00:00 GMT": the only form that servers may send. RFC 9110 §5.6.7 */
const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What the Date header of an answer says of our clock; null if it is none. RFC 9110 §6.6.1: the moment the answer was
 * made, in whole seconds, so half of one is added and may be wrong.
 */
export function readHttpDate(request: {
  readonly date: string | null;
  /** Unix milliseconds by our clock. */
  readonly sentAtMs: number;
  readonly heardAtMs: number;
}): ClockOffset | null {
  const { date, sentAtMs, heardAtMs } = request;
  const theirsMs = date === null || !imfFixdate.test(date) ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirsMs)) return null;
  const oursMs = (sentAtMs + heardAtMs) / 2;
  return {
    offsetMs: Math.round(theirsMs + 500 - oursMs),
    errorMs: Math.ceil(500 + (heardAtMs - sentAtMs) / 2),
  };
}
