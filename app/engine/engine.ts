import type { Api } from '../contract.ts';
import type { Ports } from '../ports.ts';
import { defaultSettings, type Settings } from '../settings/schema.ts';
import { createActivity } from './activity.ts';
import { createAutomaton } from './automation.ts';
import { closeOnQuit } from './close-on-quit.ts';
import { connectCommands } from './connect.ts';
import { createDecisions } from './decisions.ts';
import { packetCommands } from './explain-packet.ts';
import { hostCommands } from './hosts.ts';
import { knockCommands } from './knock.ts';
import { outsideCommands } from './outside.ts';
import { practiceCommands } from './practice.ts';
import { previewCommands } from './preview.ts';
import { ruleCommands } from './rules.ts';
import { secretCommands } from './secrets.ts';
import { settingsCommands } from './settings.ts';
import { createStore } from './store.ts';
import { transferCommands } from './transfer.ts';

export interface Engine extends Api {
  /** Knocks by itself as the rules say, until the signal aborts. For programs that stay; one at a time does. */
  automate(signal: AbortSignal): Promise<void>;
  /** Shuts the doors that are to be shut when Postern quits, as far as a few seconds allow. */
  closeOnQuit(): Promise<void>;
}

/** The whole application without a window: commands in, snapshots out. */
export function createEngine(ports: Ports, settings: Settings = defaultSettings): Engine {
  const store = createStore({
    hosts: { state: 'loading' },
    runs: {},
    reach: {},
    settings,
    vault: { state: 'loading' },
    automation: {
      isRunning: false,
      rulebook: { state: 'loading' },
      network: null,
      isCaptive: false,
      sources: [],
      keeping: {},
      newestDecisionId: 0,
    },
    counters: {},
    activity: { total: 0, newestId: 0 },
  });
  const activity = createActivity({ store, ports });
  const { show, showCounter, ...secrets } = secretCommands({ store, ports });
  const news = { show, showCounter };
  const knocks = knockCommands({ store, ports, activity });
  const decisions = createDecisions({ store, ports });
  const rules = ruleCommands({ store, ports, onChange: () => automaton.reconsider() });
  const automaton = createAutomaton({ store, ports, decisions, api: { ...knocks, ...rules } });
  const { knock } = knocks;
  const { forgetOffers, ...transfers } = transferCommands({ store, ports, news });
  return {
    ...hostCommands({ store, ports, news }),
    ...secrets,
    ...knocks,
    ...connectCommands({ store, ports, knock, onConnect: automaton.connected }),
    ...practiceCommands({ ports }),
    ...previewCommands({ ports }),
    ...packetCommands({ ports }),
    ...outsideCommands({ store, ports }),
    ...settingsCommands({ store, ports }),
    ...transfers,
    // Without the key there is nothing left to open, in memory either.
    async lockVault(input) {
      forgetOffers();
      return secrets.lockVault(input);
    },
    ...activity.commands,
    ...rules,
    ...decisions.commands,
    ...automaton.commands,
    /** Whoever shuts a door by hand wants it shut. */
    async closeHost(input) {
      automaton.closed(input.hostId);
      return knocks.closeHost(input);
    },
    automate: automaton.run,
    closeOnQuit: () => closeOnQuit({ store, ports, api: knocks }),
    watch: (listener) => store.watch(listener),
  };
}
