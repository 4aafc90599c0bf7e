/** Plain sockets inside a namespace: the hits, probes and services of a test, without any of Postern's code. */
import { fork } from 'node:child_process';
import type { AgentCall, AgentReply, Hit, Seen } from './agent-process.ts';

export interface Agent {
  /** Sends the hits in order, each handed to the system before the next. */
  knock(to: string, hits: readonly Hit[]): Promise<void>;
  /** One connection attempt, from the address `source` if given. `closed` is silence for `timeoutMs`. */
  probe(to: string, port: number, timeoutMs: number, source?: string): Promise<Seen>;
  /** A TCP service that greets with `says` and leaves the connection open. */
  listen(port: number, says: string): Promise<void>;
  unlisten(port: number): Promise<void>;
  /** One datagram, from the address `source` if given; `to` may be the broadcast address. */
  send(to: string, port: number, hex: string, source?: string): Promise<void>;
  stop(): void;
}

export async function startAgent(namespace: string): Promise<Agent> {
  // fork() gives the message channel; `ip netns exec` hands it on to the node it becomes.
  const child = fork(new URL('agent-process.ts', import.meta.url), [], {
    execPath: 'ip',
    execArgv: ['netns', 'exec', namespace, process.execPath],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (seen: Seen) => void; reject: (error: Error) => void }>();
  let calls = 0;

  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', () => reject(new Error('the agent did not start')));
  });
  child.on('message', (message) => {
    const { id, seen, error } = message as AgentReply;
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(seen);
    else caller?.reject(new Error(error));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the agent ended'));
  });

  const call = (what: AgentCall) =>
    new Promise<Seen>((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      child.send({ id: calls, ...what });
    });
  const tell = async (what: AgentCall) => {
    await call(what);
  };

  return {
    knock: (to, hits) => tell({ do: 'knock', to, hits }),
    probe: (to, port, timeoutMs, source) => call({ do: 'probe', to, port, timeoutMs, source }),
    listen: (port, says) => tell({ do: 'listen', port, says }),
    unlisten: (port) => tell({ do: 'unlisten', port }),
    send: (to, port, hex, source) => tell({ do: 'send', to, port, hex, source }),
    stop: () => child.disconnect(),
  };
}
