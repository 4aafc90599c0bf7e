import type { Failure, Obstacle } from './errors.ts';
import type { Step } from './hosts/step-schema.ts';

/** What a host would send next, worked out without sending. Free of secrets: its ports are what any server would see. */
export type Preview =
  | {
      readonly kind: 'ports';
      readonly now: NumberedSteps;
      /** What comes after it, in order. */
      readonly next: readonly NumberedSteps[];
      /** Wall clock, milliseconds since 1970, when `next` becomes `now`; null where a knock decides that. */
      readonly changesAt: number | null;
      /** How long one lasts; null for counters and lists. */
      readonly everyMs: number | null;
    }
  | {
      readonly kind: 'packet';
      /** What the packet says, in its order. */
      readonly fields: readonly PacketField[];
      /** On the wire. */
      readonly bytes: number;
      readonly most: number;
      readonly transport: 'udp' | 'tcp' | 'http';
      /** Null: another one each time. */
      readonly port: number | null;
    }
  /** There is nothing to show yet, for this reason. */
  | { readonly kind: 'none'; readonly reason: Failure | Obstacle };

/** The hits of one time step, counter or line. */
export interface NumberedSteps {
  readonly number: number;
  readonly steps: readonly Step[];
}

export interface PacketField {
  readonly name:
    | 'random'
    | 'user'
    | 'time'
    | 'version'
    | 'type'
    | 'message'
    | 'nat'
    | 'timeout'
    | 'digest'
    | 'hmac'
    | 'address'
    | 'minute';
  /** Null: secret, or made anew for each packet. */
  readonly value: string | null;
}
