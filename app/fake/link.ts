import type { Chance } from './chance.ts';
import type { VirtualClock } from './clock.ts';

/** One direction of a path. Delays in milliseconds, shares from 0 to 1. */
export interface LinkQuality {
  readonly delayMs: number;
  /** The delay varies evenly by this much to both sides; packets keep their order all the same. */
  readonly jitterMs: number;
  readonly loss: number;
  /** Share of packets that overtake all others on the way. */
  readonly reorder: number;
  readonly duplicate: number;
}

export const cleanLink: LinkQuality = { delayMs: 0.1, jitterMs: 0, loss: 0, reorder: 0, duplicate: 0 };

/** Carries packets as the quality says, by calling `arrive` when one gets through. */
export function createLink(options: {
  readonly quality: LinkQuality;
  readonly clock: VirtualClock;
  readonly chance: Chance;
}): (arrive: () => void) => void {
  const { quality, clock, chance } = options;
  let lastArrival = 0;
  return (arrive) => {
    const copies = chance.next() < quality.duplicate ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      if (chance.next() < quality.loss) continue;
      if (chance.next() < quality.reorder) {
        clock.after(0, arrive);
        continue;
      }
      const delay = quality.delayMs + (2 * chance.next() - 1) * quality.jitterMs;
      lastArrival = Math.max(lastArrival, clock.elapsed() + delay);
      clock.after(lastArrival - clock.elapsed(), arrive);
    }
  };
}
