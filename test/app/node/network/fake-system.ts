import type { NetworkInterfaceInfo } from 'node:os';
import type { Interfaces, System } from '../../../../app/node/network/system.ts';

/** A system that has only the files and programs that are named. A program is named with all its arguments. */
export function fakeSystem(options: {
  readonly files?: Readonly<Record<string, string>>;
  readonly programs?: Readonly<Record<string, string>>;
  readonly interfaces?: Interfaces;
  /** The address that packets leave from. */
  readonly source?: Readonly<Partial<Record<4 | 6, string>>>;
}): System & { readonly asked: readonly string[] } {
  const { files = {}, programs = {}, interfaces = {}, source = {} } = options;
  const asked: string[] = [];
  const folder: System['folder'] = async (path) => {
    const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
    if (inside.length === 0) return null;
    return [...new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''))];
  };
  return {
    asked,
    file: async (path) => files[path] ?? '',
    folder,
    exists: async (path) => (await folder(path)) !== null,
    async run(command) {
      asked.push(command.join(' '));
      return programs[command.join(' ')] ?? null;
    },
    interfaces: () => interfaces,
    sourceTowards: async (_, family) => source[family] ?? null,
    remember: (_, ask) => ask(),
  };
}

/** An address as Node lists it: "192.168.1.20/24". */
export function entry(cidr: string, more: { mac?: string; scopeid?: number } = {}): NetworkInterfaceInfo {
  const [address = ''] = cidr.split('/');
  const { mac = '52:54:00:00:00:20', scopeid = 0 } = more;
  const common = { address, cidr, mac, netmask: '', internal: address === '127.0.0.1' || address === '::1' };
  return address.includes(':') ? { ...common, family: 'IPv6', scopeid } : { ...common, family: 'IPv4' };
}
