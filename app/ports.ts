import type { Clock } from './clock.ts';
import type { HistoryPorts } from './history/ports.ts';
import type { HostPorts } from './hosts/ports.ts';
import type { KnockPorts } from './knock/ports.ts';
import type { LaunchPorts } from './launch/ports.ts';
import type { MemoryPorts } from './memory/ports.ts';
import type { NetworkPorts } from './network/ports.ts';
import type { CounterPorts } from './otp/ports.ts';
import type { PracticePorts } from './practice/ports.ts';
import type { ProbePorts } from './probe/ports.ts';
import type { ResolvePorts } from './resolve/ports.ts';
import type { RulePorts } from './rules/ports.ts';
import type { SecretPorts } from './secrets/ports.ts';
import type { SettingsPorts } from './settings/ports.ts';
import type { SpaPorts } from './spa/ports.ts';
import type { TimePorts } from './time/ports.ts';

/** The whole outside world. `node` implements it for real, `fake` in memory. */
export interface Ports {
  readonly clock: Clock;
  readonly counters: CounterPorts;
  readonly history: HistoryPorts;
  readonly hosts: HostPorts;
  readonly knock: KnockPorts;
  readonly launch: LaunchPorts;
  readonly memory: MemoryPorts;
  readonly network: NetworkPorts;
  readonly practice: PracticePorts;
  readonly probe: ProbePorts;
  readonly resolve: ResolvePorts;
  readonly rules: RulePorts;
  readonly secrets: SecretPorts;
  readonly settings: SettingsPorts;
  readonly spa: SpaPorts;
  readonly time: TimePorts;
}
