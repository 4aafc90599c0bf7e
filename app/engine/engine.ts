import type { Api } from '../contract.ts';
import type { Ports } from '../ports.ts';
import { defaultSettings, type Settings } from '../settings/schema.ts';
import { createActivity } from './activity.ts';
import { connectCommands } from './connect.ts';
import { packetCommands } from './explain-packet.ts';
import { hostCommands } from './hosts.ts';
import { knockCommands } from './knock.ts';
import { outsideCommands } from './outside.ts';
import { practiceCommands } from './practice.ts';
import { previewCommands } from './preview.ts';
import { secretCommands } from './secrets.ts';
import { settingsCommands } from './settings.ts';
import { createStore } from './store.ts';
import { transferCommands } from './transfer.ts';

/** The whole application without a window: commands in, snapshots out. */
export function createEngine(ports: Ports, settings: Settings = defaultSettings): Api {
  const store = createStore({
    hosts: { state: 'loading' },
    runs: {},
    reach: {},
    settings,
    vault: { state: 'loading' },
    counters: {},
    activity: { total: 0, newestId: 0 },
  });
  const activity = createActivity({ store, ports });
  const { show, showCounter, ...secrets } = secretCommands({ store, ports });
  const news = { show, showCounter };
  const knocks = knockCommands({ store, ports, activity });
  return {
    ...hostCommands({ store, ports, news }),
    ...secrets,
    ...knocks,
    ...connectCommands({ store, ports, knock: knocks.knock }),
    ...practiceCommands({ ports }),
    ...previewCommands({ ports }),
    ...packetCommands({ ports }),
    ...outsideCommands({ store, ports }),
    ...settingsCommands({ store, ports }),
    ...transferCommands({ store, ports, news }),
    ...activity.commands,
    watch: (listener) => store.watch(listener),
  };
}
