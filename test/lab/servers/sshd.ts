/** A real OpenSSH server on the guarded port. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Namespace } from '../namespaces.ts';
import { guardedPort, until } from './door.ts';

export interface Sshd {
  stop(): Promise<void>;
}

export async function startSshd(server: Namespace): Promise<Sshd> {
  const folder = mkdtempSync(join(server.folder, 'sshd-'));
  const key = join(folder, 'host-key');
  const config = join(folder, 'sshd_config');
  // sshd refuses to start without its empty folder for privilege separation.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  await server.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  // A test connects more often and leaves sooner than MaxStartups likes.
  writeFileSync(config, `Port ${guardedPort}\nHostKey ${key}\nUsePAM no\nPidFile none\nMaxStartups 1000\n`);

  const program = (await server.run('which', ['sshd'])).trim();
  const child = server.start(program, ['-D', '-e', '-f', config]);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  // One line for each family.
  await until('sshd listens', () => {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    return said.includes('listening on :: ') && said.includes('listening on 0.0.0.0 ');
  });
  return {
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
    },
  };
}
