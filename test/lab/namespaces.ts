/**
 * A client and a server, each in a network namespace of its own, joined by one link. Both see their end as eth0.
 *
 *   const network = await createNetwork();                       // veth: clean, nothing delayed
 *   const network = await createShapedNetwork({ toServer: { delayMs: 60, lossPercent: 8 } });
 *   await network.client.run('knock', [network.server.ipv4, '7000', '8000:udp']);
 *   await network.close();
 *
 * Nothing of the machine's own network is touched: the links are born inside the namespaces. What a crashed run
 * leaves behind carries its process id in the name and is removed by the next run.
 */
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAgent, type Agent } from './agent.ts';
import { startShaper, type Shaper, type Shaping } from './shaper.ts';

export interface Ended {
  /** Exit status; null when a signal ended the program. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface Namespace {
  readonly name: string;
  readonly ipv4: string;
  readonly ipv6: string;
  /** For the files of a test; removed together with the namespace. */
  readonly folder: string;
  /** Runs a program to its end, whatever its exit status. */
  exec(program: string, args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs a program that must succeed; returns what it printed. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Starts a program that lives until it is killed, at the latest together with the namespace. */
  start(program: string, args: readonly string[], options?: Pick<RunOptions, 'env'>): ChildProcess;
  /** Raw sockets' hands inside the namespace; started on first use. */
  agent(): Promise<Agent>;
  /** Further addresses on eth0, next to `ipv4` and `ipv6`. */
  addAddresses(addresses: readonly string[]): Promise<void>;
  /** Replaces /etc/resolv.conf for programs started from now on. At first it is empty: no name resolves. */
  useNameServer(address: string): void;
}

export interface Network {
  readonly client: Namespace;
  readonly server: Namespace;
  /** Ends every process inside and removes both namespaces. */
  close(): Promise<void>;
}

export interface ShapedNetwork extends Network {
  readonly shaper: Shaper;
}

/** RFC 5737 and RFC 3849: addresses for documentation. */
const addresses = {
  server: { ipv4: '192.0.2.1', ipv6: '2001:db8::1' },
  client: { ipv4: '192.0.2.2', ipv6: '2001:db8::2' },
} as const;

/** Reaches every program of the link at once and makes no ARP or ICMP of its own. */
export const broadcast = '192.0.2.255';

/** Two namespaces on a veth pair. */
export async function createNetwork(): Promise<Network> {
  const { client, server, close } = await createPair();
  try {
    const [a, b] = [client.name, server.name];
    await runProgram('ip', [
      'link',
      'add',
      'eth0',
      'netns',
      a,
      'type',
      'veth',
      'peer',
      'name',
      'eth0',
      'netns',
      b,
    ]);
    await setUp({ client, server });
  } catch (error) {
    await close();
    throw error;
  }
  return { client, server, close };
}

/** Two namespaces on a link that delays, loses, reorders and duplicates (shaper.py). */
export async function createShapedNetwork(shaping: Shaping = {}): Promise<ShapedNetwork> {
  const { client, server, close } = await createPair();
  try {
    const shaper = await startShaper({ client: client.name, server: server.name });
    await setUp({ client, server });
    await shaper.shape(shaping);
    return {
      client,
      server,
      shaper,
      close: async () => {
        await shaper.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const namePattern = /^postern-(\d+)-[0-9a-f]+-[cs]$/;
const open = new Set<OpenNamespace>();
let isSwept = false;

/** A namespace together with what must be ended with it. */
interface OpenNamespace extends Namespace {
  close(): Promise<void>;
  closeNow(): void;
}

async function createPair(): Promise<Network> {
  sweep();
  const run = `postern-${process.pid}-${randomBytes(3).toString('hex')}`;
  const client = await createNamespace(`${run}-c`, addresses.client);
  const server = await createNamespace(`${run}-s`, addresses.server);
  return {
    client,
    server,
    close: async () => {
      await Promise.all([client.close(), server.close()]);
    },
  };
}

async function createNamespace(
  name: string,
  { ipv4, ipv6 }: { ipv4: string; ipv6: string },
): Promise<OpenNamespace> {
  const children = new Set<ChildProcess>();
  let agent: Promise<Agent> | null = null;

  const inside = (program: string, args: readonly string[]) => ['netns', 'exec', name, program, ...args];

  const namespace: OpenNamespace = {
    name,
    ipv4,
    ipv6,
    folder: folderOf(name),
    exec: (program, args, options) => execProgram('ip', inside(program, args), options),
    run: (program, args, options) => runProgram('ip', inside(program, args), options),
    start: (program, args, { env } = {}) => {
      // `ip netns exec` becomes the program, so the child's process id is the program's.
      const child = spawn('ip', inside(program, args), { env: { ...process.env, ...env } });
      children.add(child);
      child.once('exit', () => children.delete(child));
      return child;
    },
    agent: () => {
      agent ??= startAgent(name);
      return agent;
    },
    addAddresses: async (more) => {
      await ipBatch(
        name,
        more.map((address) => `addr add ${address}/${address.includes(':') ? '64 nodad' : '24'} dev eth0`),
      );
    },
    useNameServer: (address) => {
      writeFileSync(
        join(etcFolder(name), 'resolv.conf'),
        `nameserver ${address}\noptions timeout:1 attempts:2\n`,
      );
    },
    close: async () => {
      if (agent !== null) (await agent).stop();
      const ended = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(ended);
      namespace.closeNow();
    },
    closeNow: () => {
      open.delete(namespace);
      removeNamespace(name);
    },
  };

  mkdirSync(folderOf(name));
  mkdirSync(etcFolder(name), { recursive: true });
  writeFileSync(join(etcFolder(name), 'resolv.conf'), '');
  open.add(namespace);
  await runProgram('ip', ['netns', 'add', name]);
  await namespace.run('sysctl', [
    '-q',
    '-w',
    // Duplicate address detection would keep an address unusable for its first second.
    'net.ipv6.conf.default.accept_dad=0',
    'net.ipv6.conf.default.router_solicitations=0',
    // A rejecting server answers every packet, not one a second.
    'net.ipv4.icmp_ratelimit=0',
    'net.ipv6.icmp.ratelimit=0',
  ]);
  return namespace;
}

async function setUp({ client, server }: Pick<Network, 'client' | 'server'>): Promise<void> {
  for (const { name, ipv4, ipv6 } of [client, server]) {
    await ipBatch(name, [
      'link set lo up',
      `addr add ${ipv4}/24 brd ${broadcast} dev eth0`,
      `addr add ${ipv6}/64 dev eth0 nodad`,
      'link set eth0 up',
    ]);
  }
  // Known to each other, so that no first packet waits for ARP or neighbour discovery.
  await Promise.all([introduce(server, client), introduce(client, server)]);
  // IPv6 addresses answer a little after the link is up; then the network is ready.
  const untilAnswered = ['-q', '-c', '1', '-i', '0.05', '-w', '10'];
  for (const to of [server.ipv4, server.ipv6]) await client.run('ping', [...untilAnswered, to]);
}

async function introduce(one: Namespace, other: Namespace): Promise<void> {
  const mac = (await other.run('cat', ['/sys/class/net/eth0/address'])).trim();
  const known = [other.ipv4, other.ipv6];
  await ipBatch(
    one.name,
    known.map((address) => `neigh replace ${address} lladdr ${mac} nud permanent dev eth0`),
  );
}

async function ipBatch(name: string, lines: readonly string[]): Promise<void> {
  await runProgram('ip', ['-n', name, '-batch', '-'], { input: `${lines.join('\n')}\n` });
}

async function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await execProgram(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${code}\n${stderr}${stdout}`);
  return stdout;
}

function execProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { input = '', env, timeoutMs = 60_000 } = options;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env: { ...process.env, ...env }, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      },
    );
    // A program that reads nothing may be gone before its input was written.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function folderOf(name: string): string {
  return join(tmpdir(), name);
}

function etcFolder(name: string): string {
  return join('/etc/netns', name);
}

/** Removes what runs left that no longer live. */
function sweep(): void {
  if (isSwept) return;
  isSwept = true;
  process.once('exit', () => {
    for (const namespace of open) namespace.closeNow();
  });
  const names = ['/run/netns', '/etc/netns', tmpdir()].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder) : [],
  );
  for (const name of new Set(names)) {
    const pid = namePattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeNamespace(name);
  }
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

// Synchronous, because it also runs while the process exits.
function removeNamespace(name: string): void {
  if (existsSync(join('/run/netns', name))) {
    const pids = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
    for (const pid of pids.split('\n').filter((line) => line !== '')) endProcess(Number(pid));
    execFileSync('ip', ['netns', 'del', name]);
  }
  for (const folder of [etcFolder(name), folderOf(name)]) rmSync(folder, { recursive: true, force: true });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself since it was listed.
  }
}
