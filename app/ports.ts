import type { Clock } from './clock.ts';
import type { HostPorts } from './hosts/ports.ts';
import type { KnockPorts } from './knock/ports.ts';
import type { MemoryPorts } from './memory/ports.ts';
import type { ProbePorts } from './probe/ports.ts';
import type { ResolvePorts } from './resolve/ports.ts';

/** The whole outside world. `node` implements it for real, `fake` in memory. */
export interface Ports {
  readonly clock: Clock;
  readonly hosts: HostPorts;
  readonly knock: KnockPorts;
  readonly memory: MemoryPorts;
  readonly probe: ProbePorts;
  readonly resolve: ResolvePorts;
}
