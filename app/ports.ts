import type { Clock } from './clock.ts';
import type { HistoryPorts } from './history/ports.ts';
import type { HostPorts } from './hosts/ports.ts';
import type { KnockPorts } from './knock/ports.ts';
import type { LaunchPorts } from './launch/ports.ts';
import type { MemoryPorts } from './memory/ports.ts';
import type { PracticePorts } from './practice/ports.ts';
import type { ProbePorts } from './probe/ports.ts';
import type { ResolvePorts } from './resolve/ports.ts';
import type { SettingsPorts } from './settings/ports.ts';

/** The whole outside world. `node` implements it for real, `fake` in memory. */
export interface Ports {
  readonly clock: Clock;
  readonly history: HistoryPorts;
  readonly hosts: HostPorts;
  readonly knock: KnockPorts;
  readonly launch: LaunchPorts;
  readonly memory: MemoryPorts;
  readonly practice: PracticePorts;
  readonly probe: ProbePorts;
  readonly resolve: ResolvePorts;
  readonly settings: SettingsPorts;
}
