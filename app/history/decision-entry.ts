import type { Decision } from '../rules/decision.ts';
import type { Recorded } from '../rules/dry-run.ts';
import type { Rule } from '../rules/schema.ts';

/** What happened once, and what every rule made of it. Kept also when no rule did anything, so that it can be replayed. */
export interface DecisionEntry extends Recorded {
  /** Grows with time; unique within one history. */
  readonly id: number;
  /** The user's name for the network, as it was then. */
  readonly networkName: string | null;
  readonly decisions: readonly NamedDecision[];
}

/** A decision as it can be read after its rule or host have changed or gone. */
export interface NamedDecision extends Decision {
  /** As it was then; null if it was gone already. */
  readonly rule: Rule | null;
  readonly hostName: string;
}
