import { readdir, readlink } from 'node:fs/promises';
import { tcpConnections } from './linux/tcp.ts';
import { isInNetstat } from './netstat.ts';
import { plainAddress } from './plain-address.ts';
import type { System } from './system.ts';

/**
 * Whether a program of this user is connected to `address` and `port`, ourselves not counted: a look whether the door is
 * open must not keep it open. Null where the system does not tell.
 */
export async function isConnectedTo(
  { address, port }: { readonly address: string; readonly port: number },
  { platform, file, run }: Pick<System, 'file' | 'run'> & { readonly platform: NodeJS.Platform },
): Promise<boolean | null> {
  switch (platform) {
    case 'linux': {
      const [four, six] = await Promise.all([file('proc/net/tcp'), file('proc/net/tcp6')]);
      if (four === '') return null;
      const found = [...tcpConnections(four), ...tcpConnections(six)].filter(
        (each) =>
          each.address === plainAddress(address) && each.port === port && each.userId === process.getuid?.(),
      );
      if (found.length === 0) return false;
      const own = await ownSockets();
      return found.some(({ inode }) => !own.has(inode));
    }
    case 'darwin':
      return isListed(await run(['netstat', '-anW', '-p', 'tcp']));
    case 'win32':
      return isListed(await run(['netstat.exe', '-ano']));
    default:
      return null;
  }

  function isListed(text: string | null): boolean | null {
    return text === null ? null : isInNetstat(text, { address, port });
  }
}

/** The inodes of the sockets of this process. */
async function ownSockets(): Promise<ReadonlySet<string>> {
  const folder = '/proc/self/fd';
  const names = await readdir(folder).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}
