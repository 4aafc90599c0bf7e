import type { Obstacle } from '../errors.ts';
import type { KnockResult } from '../run.ts';

/** What a script may rely on. */
export const exitCodes = {
  open: 0,
  bug: 1,
  usage: 2,
  sent: 3,
  closed: 4,
  wrongService: 5,
  unreachable: 6,
  secret: 7,
  stopped: 8,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf({ verdict, obstacle }: Pick<KnockResult, 'verdict' | 'obstacle'>): ExitCode {
  switch (verdict) {
    case 'opened':
    case 'already-open':
    case 'closed':
    case 'already-closed':
      return exitCodes.open;
    case 'sent':
      return exitCodes.sent;
    case 'still-closed':
    case 'still-open':
      return exitCodes.closed;
    case 'service-down':
    case 'wrong-service':
      return exitCodes.wrongService;
    case 'unreachable':
      return wantsSecret(obstacle) ? exitCodes.secret : exitCodes.unreachable;
    case 'cancelled':
    case 'rate-limited':
      return exitCodes.stopped;
    default:
      return verdict satisfies never;
  }
}

/** Nothing is wrong with the way to the server: there is no code or key to send. */
function wantsSecret(obstacle: Obstacle | null): boolean {
  return obstacle?.code === 'list-used-up' || (obstacle?.code === 'gpg' && obstacle.problem === 'locked');
}

export const exitCodeHelp = `Exit codes

  0  open now: the knock opened it, or it was open already; other commands: done
  1  a bug in Postern
  2  bad usage, or a configuration that can't be read or written
  3  sent, but not confirmed: the host has no check
  4  still closed
  5  reachable, but the service is down or not the expected one
  6  unreachable: no such name, no network, no route, or blocked on this computer
  7  a secret is missing or used up, the passphrase is wrong, or the secrets are locked
  8  cancelled, or held back by the rate limit
`;
