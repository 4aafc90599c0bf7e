import type { Reading } from './reading.ts';

/** Something that may mean a change. Only a reading decides. */
export type Hint = 'changed' | 'woke';

/** One source of hints, for diagnostics. */
export interface SourceState {
  /** "ip monitor", "NetworkManager", "logind", "scutil", "route monitor", "polling", "power monitor", "clock". */
  readonly name: string;
  readonly state: 'active' | 'missing' | 'restarting';
}

export interface NetworkPorts {
  readonly read: () => Promise<Reading>;
  /** Listens until the returned function is called. Sources that die are started again with growing pauses. */
  readonly watch: (listener: {
    readonly onHint: (hint: Hint) => void;
    readonly onSources: (sources: readonly SourceState[]) => void;
  }) => () => void;
  /** Asks the page that the user chose: "online" for status 204, "captive" for any other answer. Follows no redirect. */
  readonly isCaptive: (url: string, signal: AbortSignal) => Promise<'online' | 'captive' | 'unknown'>;
  /** Whether names can be resolved now; asks for `name`. */
  readonly canResolve: (name: string, signal: AbortSignal) => Promise<boolean>;
  /** Whether a program of this computer is connected to `address` and `port`; null where the system does not tell. */
  readonly isConnectedTo: (address: string, port: number) => Promise<boolean | null>;
}
