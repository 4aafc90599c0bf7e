import type { NetworkIdentity } from '../network/reading.ts';

/** What happened that rules are asked about. */
export type Occasion =
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

/** What differs between two readings of one network, or of two. */
export type Change = 'gateway' | 'addresses' | 'name' | 'link' | 'tunnel';

/** Why a rule did or did not act: data, so that it can be said in any language. */
export type Because =
  | { readonly code: 'occasion' }
  | { readonly code: 'disabled' }
  | { readonly code: 'other-occasion' }
  /** `name` is the known network or the rule's own match that did or did not fit; null: none. */
  | { readonly code: 'network-excluded' | 'network-not-named'; readonly name: string | null }
  | { readonly code: 'offline' }
  | { readonly code: 'captive' }
  | { readonly code: 'paused'; readonly until: number | null }
  | { readonly code: 'already-open' }
  | { readonly code: 'metered' }
  | { readonly code: 'on-battery' }
  | { readonly code: 'hourly-limit'; readonly limit: number }
  /** It failed here `failures` times; not before `until`, or before the network changes (null). */
  | { readonly code: 'backing-off'; readonly failures: number; readonly until: number | null }
  /** It was knocked on this network for this occasion already. */
  | { readonly code: 'done-here' }
  | { readonly code: 'no-such-host' }
  | { readonly code: 'nothing-to-close' }
  | { readonly code: 'not-connected' }
  | { readonly code: 'keep-open-over' }
  | { readonly code: 'secrets-locked' };

/** What one rule decided about one host. */
export interface Decision {
  readonly ruleId: string;
  readonly hostId: string;
  readonly act: 'knock' | 'keep-open' | 'close' | 'skip';
  readonly because: Because;
}
