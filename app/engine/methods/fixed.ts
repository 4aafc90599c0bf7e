import type { SequenceKnock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { KnockPorts } from '../../knock/ports.ts';
import { ok } from '../../result.ts';
import type { Method } from '../method.ts';
import { attemptOf } from './attempt.ts';

/** The same ports each time. */
export function fixedMethod({
  host,
  knock,
  random,
}: {
  readonly host: Host;
  readonly knock: SequenceKnock;
  readonly random: KnockPorts['random'];
}): Method {
  return {
    servicePort: null,
    next: async ({ number, known }) =>
      ok(attemptOf({ host, knock, number, known, random, clears: number > 1, moving: null })),
    ended: async () => {},
    close: async () => {},
  };
}
