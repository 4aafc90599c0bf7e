import type { ClockOffset } from '../time/ports.ts';
import { describeDuration } from './time.ts';

/** How far this computer's clock is from another, as the end of a sentence: "5 min ahead", "in step (within 12 ms)". */
export function describeOffset({ offsetMs, errorMs }: ClockOffset): string {
  if (Math.abs(offsetMs) <= errorMs) return `in step (within ${describeDuration(errorMs)})`;
  return `${describeDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? 'ahead' : 'behind'}`;
}
