import type { Obstacle } from '../errors.ts';

/** What one connection to the service showed. `rttMs` runs from the SYN to the first answer. */
export type ProbeOutcome =
  | { readonly kind: 'open'; readonly rttMs: number }
  /** The connection stood, but what answered was not what the host expects. */
  | { readonly kind: 'wrong'; readonly rttMs: number; readonly saw: string }
  /** A reset, or an ICMP port unreachable: both reach us as "connection refused". */
  | { readonly kind: 'refused'; readonly rttMs: number }
  /** An ICMP host or network unreachable came back, or the next hop does not answer. */
  | { readonly kind: 'unreachable'; readonly rttMs: number }
  | { readonly kind: 'silent'; readonly waitedMs: number }
  /** Nothing left this computer. */
  | { readonly kind: 'not-sent'; readonly obstacle: Obstacle };
