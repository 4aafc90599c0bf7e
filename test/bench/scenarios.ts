/** Where the contestants knock, and what is required of Postern there. */
import type { Direction } from '../lab/shaper.ts';

export const sequences = {
  3: [8881, 7777, 9991],
  8: [7001, 9002, 7103, 9104, 7205, 9206, 7307, 9308],
} as const;

export type Length = keyof typeof sequences;
export const lengths = [3, 8] as const satisfies readonly Length[];

/** Each way, each packet on its own. */
export const badLink: Direction = { delayMs: 120, jitterMs: 60, lossPercent: 8, reorderPercent: 5 };

export interface Scenario {
  readonly id: 'clean' | 'bad' | 'recent';
  readonly title: string;
  /** Null: a veth pair as it is. */
  readonly link: Direction | null;
  readonly server: 'knockd' | 'recent';
  readonly lengths: readonly Length[];
  /** How many links are measured at the same time. Waiting is most of a run on a slow link, and none on a clean one. */
  readonly lanes: number;
  /** Share of the runs that are asked for: a clean link scatters little. */
  readonly share: number;
}

export const scenarios: readonly Scenario[] = [
  {
    id: 'clean',
    title: 'Clean link, knockd',
    link: null,
    server: 'knockd',
    lengths,
    lanes: 1,
    share: 1 / 4,
  },
  {
    id: 'bad',
    title: 'Bad link (120 ms ±60 each way, 8 % lost, 5 % reordered), knockd',
    link: badLink,
    server: 'knockd',
    lengths,
    lanes: 20,
    share: 1,
  },
  {
    id: 'recent',
    title: 'Bad link, strict iptables recent chain (for scale)',
    link: badLink,
    server: 'recent',
    lengths: [3],
    lanes: 20,
    share: 1,
  },
];

/**
 * What is asked of Postern on the bad link. The ideal is a client that knows at once whether its try arrived and opened
 * the door; it needs 320 ms (3 steps) and 970 ms (8 steps) at the median.
 */
export const required = {
  opened: 0.99,
  medianMs: { 3: 1.5 * 320, 8: 1.5 * 970 },
} as const satisfies { opened: number; medianMs: Record<Length, number> };
