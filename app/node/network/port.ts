import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { NetworkPorts } from '../../network/ports.ts';
import { clock as systemClock } from '../clock.ts';
import { programFolders } from '../programs.ts';
import { canResolveWith } from './can-resolve.ts';
import { isCaptive } from './captive.ts';
import { isConnectedTo } from './connected.ts';
import { glanceLinux, readLinux } from './linux/read.ts';
import { watchGlobal } from './macos/scutil.ts';
import { readMacos } from './macos/read.ts';
import { logindSource, networkManagerSource, systemBus } from './sources/bus.ts';
import { clockSource } from './sources/clock-jump.ts';
import { pollingSource } from './sources/polling.ts';
import { programSource } from './sources/program.ts';
import type { Source } from './sources/source.ts';
import { createSystem, type System } from './system.ts';
import { watchWith, type Sources } from './watch.ts';
import { readWindows } from './windows/read.ts';

interface NetworkPortOptions {
  readonly platform: NodeJS.Platform;
  /** More that tells of changes or of waking, such as Electron's power monitor. */
  readonly extraHints?: readonly Source[];
  /** Where /proc and /sys are. */
  readonly root?: string;
  /** Where to look for programs. */
  readonly folders?: readonly string[];
  /** Addresses of the system bus, as D-Bus writes them. */
  readonly bus?: string;
  readonly clock?: Clock;
}

/** What the system tells of its networks. Starts nothing before somebody asks or watches. */
export function createNetworkPort({
  platform,
  extraHints = [],
  root = '/',
  folders = foldersOf(platform),
  bus = systemBus(process.env),
  clock = systemClock,
}: NetworkPortOptions): NetworkPorts {
  const system = createSystem({ root, folders });
  const sources = sourcesOf({ platform, folders, bus, clock, system });
  const watch = watchWith({ ...sources, always: [...sources.always, ...extraHints], clock });
  return {
    read: () => readerOf(platform)(system),
    watch: ({ onHint, onSources }) =>
      watch({
        onHint(hint) {
          system.forget();
          onHint(hint);
        },
        onSources,
      }),
    isCaptive: (url, signal) => isCaptive(url, signal),
    canResolve: canResolveWith((name) => lookup(name)),
    isConnectedTo: (address, port) => isConnectedTo({ address, port }, { platform, ...system }),
  };
}

function readerOf(platform: NodeJS.Platform) {
  switch (platform) {
    case 'darwin':
      return readMacos;
    case 'win32':
      return readWindows;
    default:
      // On other systems the files are missing, and what is left is what Node tells.
      return readLinux;
  }
}

function sourcesOf(options: {
  readonly platform: NodeJS.Platform;
  readonly folders: readonly string[];
  readonly bus: string;
  readonly clock: Clock;
  readonly system: System;
}): Sources {
  const { platform, folders, bus, clock, system } = options;
  const program = (name: string, command: readonly [string, ...string[]], input?: string): Source =>
    programSource({ name, command, folders, clock, ...(input !== undefined && { input }) });
  const jumps = clockSource(clock);
  switch (platform) {
    case 'linux':
      return {
        changes: [
          program('ip monitor', ['ip', '-o', 'monitor', 'link', 'address', 'route']),
          networkManagerSource(bus),
          pollingSource({ look: () => glanceLinux(system), clock }),
        ],
        always: [logindSource(bus), jumps],
      };
    case 'darwin':
      return {
        changes: [
          program('scutil', ['scutil'], watchGlobal),
          program('route monitor', ['route', '-n', 'monitor']),
          pollingSource({ look: async () => JSON.stringify(system.interfaces()), clock }),
        ],
        always: [jumps],
      };
    default:
      return {
        changes: [pollingSource({ look: async () => JSON.stringify(system.interfaces()), clock })],
        always: [jumps],
      };
  }
}

/** The system's own programs first: on Windows a PATH may hold anything. */
function foldersOf(platform: NodeJS.Platform): readonly string[] {
  if (platform !== 'win32') return programFolders();
  return [join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32'), ...programFolders()];
}
