/** The contestants' hands inside a namespace: one run at a time. */
import { fork } from 'node:child_process';
import type { Answers, Job } from './client-process.ts';

export interface Client {
  run<Do extends Job['do']>(job: Extract<Job, { do: Do }>): Promise<Answers[Do]>;
  stop(): void;
}

export async function startClient(namespace: string): Promise<Client> {
  // fork() gives the message channel; `ip netns exec` hands it on to the node it becomes.
  const child = fork(new URL('client-process.ts', import.meta.url), [], {
    execPath: 'ip',
    execArgv: ['netns', 'exec', namespace, process.execPath],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answer = () =>
    new Promise<{ readonly run?: unknown; readonly error?: string }>((resolve, reject) => {
      const ended = () => reject(new Error('the client ended'));
      child.once('exit', ended);
      child.once('message', (message) => {
        child.off('exit', ended);
        resolve(message as { run?: unknown; error?: string });
      });
    });

  await answer();
  return {
    run: async <Do extends Job['do']>(job: Extract<Job, { do: Do }>) => {
      child.send(job);
      const { run, error } = await answer();
      if (error !== undefined) throw new Error(error);
      return run as Answers[Do];
    },
    stop: () => child.disconnect(),
  };
}
