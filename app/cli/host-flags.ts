import type { SequenceKnock } from '../hosts/knock-schema.ts';
import type { Expectation, Host } from '../hosts/schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import type { MethodFlags } from './method-flags.ts';
import type { TypedCheck } from './values.ts';

/** What options say about a host. `false` is the `--no-…` form: back to nothing, or to the usual value. */
export interface HostFlags extends MethodFlags {
  readonly address?: string;
  readonly steps?: readonly Step[];
  readonly gap?: number | false;
  readonly connect?: boolean;
  readonly server?: SequenceKnock['server'] | false;
  readonly seqTimeout?: number | false;
  readonly check?: TypedCheck | false;
  readonly expect?: Expectation | false;
  readonly admitsOne?: boolean;
  readonly openTime?: number | false;
  readonly family?: Host['family'];
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly both?: true;
  readonly tries?: number | false;
  readonly deadline?: number | false;
  readonly rate?: number | false;
  readonly source?: string | false;
  readonly tags?: readonly string[] | false;
  readonly closeSteps?: readonly Step[] | false;
  readonly closeOn?: Host['closeOn'] | false;
  readonly notes?: string | false;
}
