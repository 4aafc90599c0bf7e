import type { HostInput } from '../hosts/schema.ts';

export interface PracticePorts {
  /** Opens the door on the loopback, or finds it open already; tells how to knock it. */
  readonly open: () => Promise<Required<Pick<HostInput, 'address' | 'knock' | 'check' | 'openForMs'>>>;
}
