/** Why a derivation yields no hits that could be sent. The next time step may well have some. */
export type DeriveProblem =
  /** Hit `hit`, from 1, would go to port 0 or 65536. */
  | { readonly code: 'no-such-port'; readonly port: number; readonly hit: number }
  /** For this code the original program never comes to an end. */
  | { readonly code: 'never-ends' }
  /** For ports from `from` to `to` the original program stops with an error. */
  | { readonly code: 'range-unusable'; readonly from: number; readonly to: number }
  /** Fewer ports are allowed than hits are wanted. */
  | { readonly code: 'too-few-ports' }
  /** Before the first time step, or beyond what a counter can hold. */
  | { readonly code: 'out-of-time' };
