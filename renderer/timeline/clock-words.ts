import type { TFunction } from 'i18next';
import type { ClockOffset } from '../../app/time/ports.ts';
import type { Format } from '../format.ts';

/** How far this computer's clock is off, as the end of a sentence: "is 3.2 s slow (within 12 ms)". */
export function describeOffset(t: TFunction, format: Format, { offsetMs, errorMs }: ClockOffset): string {
  const error = format.duration(errorMs);
  // What is smaller than the doubt about it is not known.
  if (Math.abs(offsetMs) <= errorMs) return t('timeline.offset.right', { error });
  const time = format.duration(Math.abs(offsetMs));
  return t(offsetMs > 0 ? 'timeline.offset.slow' : 'timeline.offset.fast', { time, error });
}
