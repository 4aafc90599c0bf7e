import { minuteMs } from '../../app/clock.ts';
import { aftermathOf, type Aftermath } from '../../app/present/progress.ts';
import { statusOf, validUntil, type Status } from '../../app/present/status.ts';
import type { Reach } from '../../app/reach/reach.ts';
import type { Run } from '../../app/snapshot.ts';
import { verbOf, type Verb } from '../../app/present/verb.ts';
import { useNow } from '../use-now.ts';
import { useSnapshot } from '../use-snapshot.tsx';

/** What is known of a host now, for one row or pane. */
export interface HostStatus {
  readonly status: Status;
  /** A look is under way; what was known stays shown. */
  readonly isLooking: boolean;
  readonly verb: Verb;
  readonly aftermath: Aftermath | null;
  readonly now: number;
}

const secondMs = 1_000;
/**
 * Follows one host. `detail: 'seconds'` redraws each second as long as something ages; a row without a countdown only
 * needs the minutes.
 */
export function useStatus(
  hostId: string,
  { detail }: { readonly detail: 'seconds' | 'minutes' },
): HostStatus {
  const run = useSnapshot(({ runs }) => runs[hostId]);
  const reach = useSnapshot((snapshot) => snapshot.reach[hostId]);
  const now = useNow(stepOf(run, reach, detail));
  const record = {
    runs: run === undefined ? {} : { [hostId]: run },
    reach: reach === undefined ? {} : { [hostId]: reach },
  };
  return {
    status: statusOf(record, hostId, now),
    isLooking: run?.state === 'running' && run.kind === 'check',
    verb: verbOf(record, hostId, now),
    aftermath: aftermathOf(run, now),
    now,
  };
}

/** How often the clock changes what is shown; null: never. */
function stepOf(
  run: Run | undefined,
  reach: Reach | undefined,
  detail: 'seconds' | 'minutes',
): number | null {
  if (aftermathOf(run, Date.now())?.code === 'rate-limited') return secondMs;
  if (reach === undefined || validUntil(reach) <= Date.now()) return null;
  const countsDown = reach.state === 'open' && reach.closesAt !== null;
  if (detail === 'seconds' || countsDown) return secondMs;
  return validUntil(reach) === Infinity ? null : minuteMs;
}
