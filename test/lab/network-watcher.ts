/** Postern's watching and reading of networks, inside a namespace. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Hint } from '../../app/network/ports.ts';
import type { NetworkMessage } from './network-process.ts';

type Read = Extract<NetworkMessage, { type: 'reading' }>;

export interface NetworkWatcher {
  /** Resolves once the sources are in these states: "ip monitor active". */
  sources(states: readonly string[]): Promise<void>;
  /** Makes a change and waits for the next hint. */
  hintAfter(change: () => Promise<unknown>): Promise<Hint>;
  read(): Promise<Read>;
  stop(): Promise<void>;
}

export async function startNetworkWatcher(namespace: string): Promise<NetworkWatcher> {
  const child = fork(new URL('network-process.ts', import.meta.url), [], {
    execPath: 'ip',
    execArgv: ['netns', 'exec', namespace, process.execPath],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let known: readonly string[] = [];
  child.on('message', (message) => {
    const told = message as NetworkMessage;
    if (told.type === 'sources') known = told.sources.map(({ name, state }) => `${name} ${state}`);
  });

  /** The next message that is wanted. */
  function next<T extends NetworkMessage['type']>(type: T): Promise<Extract<NetworkMessage, { type: T }>> {
    return new Promise((resolve, reject) => {
      const look = (message: unknown): void => {
        const told = message as NetworkMessage;
        if (told.type !== type) return;
        child.off('message', look);
        child.off('exit', fail);
        resolve(told as Extract<NetworkMessage, { type: T }>);
      };
      const fail = (): void => reject(new Error('the watcher ended'));
      child.on('message', look);
      child.once('exit', fail);
    });
  }

  return {
    async sources(states) {
      while (!states.every((state) => known.includes(state))) await next('sources');
    },
    async hintAfter(change) {
      const hint = next('hint');
      await change();
      return (await hint).hint;
    },
    async read() {
      const answer = next('reading');
      child.send('read');
      return answer;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
