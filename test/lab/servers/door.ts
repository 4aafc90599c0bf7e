/** What every knock server of the lab has in common. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Door {
  readonly name: string;
  /** Forgets every attempt and closes the door, as if freshly started. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What a packet meets that no rule lets through. `drop`: nothing comes back. `reject`: a TCP reset or an ICMP
 * unreachable, from the guarded port and from the knock ports alike.
 */
export type Policy = 'drop' | 'reject';

export const guardedPort = 22;

/** Waits until `holds` says so. The limit is far beyond what a busy machine needs; reaching it is a failure. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await sleep(10);
  }
}
