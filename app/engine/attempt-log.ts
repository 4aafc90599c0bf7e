import { hourMs, type Clock } from '../clock.ts';
import { backOff, type Attempt } from '../rules/attempts.ts';

/** What rules have tried in the last hour. */
export interface AttemptLog {
  readonly recent: () => readonly Attempt[];
  /** Notes that one began; returns what notes how it ended. */
  begin(attempt: Omit<Attempt, 'at' | 'result'>): (result: Attempt['result']) => void;
  /** See rules/attempts.ts: backOff. */
  backOff(hostId: string, egress: string): ReturnType<typeof backOff>;
}

export function createAttemptLog(clock: Pick<Clock, 'now'>): AttemptLog {
  let attempts: readonly Attempt[] = [];
  return {
    recent() {
      const now = clock.now();
      attempts = attempts.filter(({ at, result }) => result === 'running' || at > now - hourMs);
      return attempts;
    },
    begin(attempt) {
      const begun: Attempt = { ...attempt, at: clock.now(), result: 'running' };
      attempts = [...attempts, begun];
      return (result) => {
        attempts = attempts.map((each) => (each === begun ? { ...begun, at: clock.now(), result } : each));
      };
    },
    backOff(hostId, egress) {
      const own = attempts.filter((attempt) => attempt.hostId === hostId);
      return backOff(own, { egress, now: clock.now() });
    },
  };
}
