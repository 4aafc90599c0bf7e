import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = [
  'ip',
  'unshare',
  'nft',
  'iptables-restore',
  'ip6tables-restore',
  'knock',
  'knockd',
  'tcpdump',
  'sshd',
  'ssh-keygen',
  'dnsmasq',
  'ping',
  'fwknop',
  'fwknopd',
  'gpg',
  'openssl',
  'oathtool',
] as const;

const recentRule = '*filter\n-A INPUT -m recent --rcheck --name lab -j DROP\nCOMMIT\n';

/** Programs that do not lie on every root's PATH, and the Python the shaper needs. */
const path = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
export const python = '/usr/bin/python3';

process.env['PATH'] = path.join(delimiter);

/** Why the lab cannot run here, or null. Every suite of the lab is `describe.skipIf(labProblem !== null)`. */
export const labProblem: string | null = findProblem();

/** Called by vitest once before the lab: says why it is skipped. With POSTERN_LAB=required that is a failure. */
export function setup(): void {
  if (labProblem === null) return;
  if (process.env['POSTERN_LAB'] === 'required') throw new Error(`The lab is required, but ${labProblem}.`);
  console.log(`Lab skipped: ${labProblem}.`);
}

function findProblem(): string | null {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root, for network namespaces';
  const missing = programs.filter((name) => !path.some((folder) => isExecutable(join(folder, name))));
  if (missing.length > 0) return `these programs are missing: ${missing.join(', ')}`;
  if (!isExecutable(python)) return `${python} is missing`;
  if (!isWritable('/dev/net/tun')) return '/dev/net/tun is missing';
  // Root of a container is often not root enough.
  if (!succeeds('true')) return 'this root may not make network namespaces';
  if (!succeeds('iptables-restore', recentRule)) return 'the kernel lacks the "recent" match of iptables';
  return null;
}

/** Whether a program succeeds in a network namespace that is gone with it. */
function succeeds(program: string, input = ''): boolean {
  return spawnSync('unshare', ['--net', '--mount', program], { input }).status === 0;
}

function isExecutable(file: string): boolean {
  return isAllowed(file, constants.X_OK);
}

function isWritable(file: string): boolean {
  return isAllowed(file, constants.W_OK);
}

function isAllowed(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
