/** A stand-in for the kernel module xt_pknock in its SPA mode, which no kernel here has (pknock.py says what it checks). */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { python } from '../lab.ts';
import type { Namespace } from '../namespaces.ts';
import { until, type Door, type Policy } from './door.ts';
import { loadNftGuard } from './guard.ts';

export interface PknockOptions {
  readonly port?: number;
  /** Up to 31 ASCII characters each, and different. */
  readonly openSecret: string;
  readonly closeSecret: string;
  readonly openForS?: number;
  readonly policy?: Policy;
}

export interface Pknock extends Door {
  /** Everything it has said since its last start: a line for each datagram. */
  said(): string;
  /** Waits until it has said this: "opened", "closed", "wrong digest", "wrong length", "blocked". */
  says(text: string): Promise<void>;
}

const program = fileURLToPath(new URL('pknock.py', import.meta.url));

export async function startPknock(server: Namespace, options: PknockOptions): Promise<Pknock> {
  const { port = 2_000, openSecret, closeSecret, openForS = 30, policy = 'drop' } = options;
  const folder = mkdtempSync(join(server.folder, 'pknock-'));
  const files = { open: join(folder, 'open'), close: join(folder, 'close') };
  writeFileSync(files.open, openSecret);
  writeFileSync(files.close, closeSecret);

  let said = '';
  let child: ReturnType<Namespace['start']> | null = null;

  const start = async () => {
    said = '';
    const daemon = server.start(python, [program, String(port), files.open, files.close, String(openForS)]);
    child = daemon;
    for (const stream of [daemon.stdout, daemon.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('pknock listens', () => {
      if (daemon.exitCode !== null) throw new Error(`pknock ended: ${said}`);
      return said.includes('listening on');
    });
  };
  const stop = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  await loadNftGuard(server, { policy });
  await start();
  return {
    name: 'xt_pknock stand-in',
    said: () => said,
    says: (text) => until(`pknock says "${text}"`, () => said.includes(text)),
    reset: async () => {
      await stop();
      await loadNftGuard(server, { policy });
      await start();
    },
    stop,
  };
}
