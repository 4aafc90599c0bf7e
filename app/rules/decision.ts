import type { Change, NetworkIdentity } from '../network/reading.ts';

/** What rules are asked about. */
export type Occasion =
  | Happening
  /** A knock for `of` failed, and the pause after it is over. */
  | { readonly kind: 'retry'; readonly hostId: string; readonly of: Happening };

/** What happened. */
export type Happening =
  | { readonly kind: 'joined'; readonly network: NetworkIdentity }
  | { readonly kind: 'left'; readonly network: NetworkIdentity }
  | { readonly kind: 'changed'; readonly network: NetworkIdentity; readonly what: readonly Change[] }
  | { readonly kind: 'woke' }
  | { readonly kind: 'started' }
  /** The user wants to connect to this host. */
  | { readonly kind: 'connect'; readonly hostId: string }
  /** The minute `at`, milliseconds since 1970, has come. */
  | { readonly kind: 'schedule'; readonly at: number }
  /** A door that is kept open needs the next knock. */
  | { readonly kind: 'renewal'; readonly hostId: string };

/** What a retry is for; every other occasion is its own reason. */
export function happeningOf(occasion: Occasion): Happening {
  return occasion.kind === 'retry' ? occasion.of : occasion;
}

/** Why a rule did or did not act: data, so that it can be said in any language. */
export type Because =
  | { readonly code: 'occasion' }
  | { readonly code: 'disabled' }
  | { readonly code: 'other-occasion' }
  /** `name` is the known network or the rule's own match that did or did not fit; null: none. */
  | { readonly code: 'network-excluded' | 'network-not-named'; readonly name: string | null }
  /** The rule excludes a network that was removed, so nobody can say whether it is this one. */
  | { readonly code: 'network-removed' }
  | { readonly code: 'offline' }
  | { readonly code: 'captive' }
  | { readonly code: 'paused'; readonly until: number | null }
  | { readonly code: 'already-open' }
  | { readonly code: 'metered' }
  | { readonly code: 'on-battery' }
  | { readonly code: 'hourly-limit'; readonly limit: number }
  /** It failed here `failures` times in a row; not before `until`, or before the network changes (null). */
  | { readonly code: 'backing-off'; readonly failures: number; readonly until: number | null }
  /** It is or was just knocked on this network, or another rule does it. */
  | { readonly code: 'done-here' }
  | { readonly code: 'no-such-host' }
  | { readonly code: 'nothing-to-close' }
  | { readonly code: 'not-connected' }
  /** The system does not tell whether a program is connected. */
  | { readonly code: 'connection-unknown' }
  /** Nobody knows how long the door stays open, and nothing can be checked. */
  | { readonly code: 'open-time-unknown' }
  | { readonly code: 'keep-open-over' }
  | { readonly code: 'secrets-locked' };

/** What one rule decided about one host. */
export interface Decision {
  readonly ruleId: string;
  readonly hostId: string;
  readonly act: 'knock' | 'keep-open' | 'close' | 'skip';
  readonly because: Because;
}
