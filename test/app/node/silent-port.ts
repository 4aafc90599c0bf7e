import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const listen = `require('node:net').createServer()
  .listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port); });`;

/**
 * A port of 127.0.0.1 that answers nothing: a listener that stands still and whose queue is full, so that the kernel
 * drops every further SYN (listen(2)).
 */
export async function openSilentPort(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  server.kill('SIGSTOP');
  const queued: Socket[] = [];
  let isFull = false;
  while (!isFull) {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    queued.push(socket);
    isFull = await Promise.race([once(socket, 'connect').then(() => false), pause(300, true)]);
  }
  return {
    port,
    close: () => {
      for (const socket of queued) socket.destroy();
      server.kill('SIGKILL');
    },
  };
}
