import { randomBytes } from 'node:crypto';
import type { Ports } from '../ports.ts';
import { noKeyring, type Keyring } from '../secrets/keyring.ts';
import { clock } from './clock.ts';
import { compare } from './compare-clock.ts';
import { connect } from './connect.ts';
import { createCounterStore } from './counter-store.ts';
import { writeDurably, type WriteFile } from './files.ts';
import { prepare } from './hits.ts';
import { createHistoryStore } from './history-store.ts';
import { createHostStore } from './host-store.ts';
import { launch } from './launch.ts';
import { createMemoryStore } from './memory-store.ts';
import { createNetworkPort } from './network/port.ts';
import type { Source } from './network/sources/source.ts';
import { platform } from './platform.ts';
import { createPracticePort } from './practice-port.ts';
import { resolve } from './resolve.ts';
import { createRuleStore } from './rule-store.ts';
import { createSecretStore } from './secret-store.ts';
import { createSettingsStore } from './settings-store.ts';
import { createSpaPort } from './spa-port.ts';

/** All real ports, on the files in `folder`; `write` writes hosts, secrets and settings. */
export function createPorts({
  folder,
  write = writeDurably,
  keyring = noKeyring,
  extraHints = [],
}: {
  readonly folder: string;
  readonly write?: WriteFile;
  readonly keyring?: Keyring;
  /** More that tells of changes of the network or of waking. */
  readonly extraHints?: readonly Source[];
}): Ports {
  return {
    clock,
    counters: createCounterStore({ folder }),
    history: createHistoryStore({ folder }),
    hosts: createHostStore({ folder, write }),
    knock: { prepare, random: (bytes) => randomBytes(bytes) },
    launch: { launch },
    memory: createMemoryStore({ folder }),
    network: createNetworkPort({ platform, extraHints }),
    practice: createPracticePort(),
    probe: { connect },
    resolve: { resolve },
    rules: createRuleStore({ folder, write }),
    secrets: createSecretStore({ folder, write, keyring }),
    settings: createSettingsStore({ folder, write }),
    spa: createSpaPort(),
    time: { compare },
  };
}
