/** The real knockd, opening with nft or with iptables. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Namespace } from '../namespaces.ts';
import { guardedPort, until, type Door, type Policy } from './door.ts';
import { loadIptablesGuard, loadNftGuard } from './guard.ts';

export interface KnockdDoor {
  readonly name: string;
  /**
   * As knockd writes it: "7000,8000:udp,9000". A list is used up line by line (one_time_sequences): its last line must
   * stay unused, or knockd aborts.
   */
  readonly sequence: string | readonly string[];
  readonly seqTimeoutS?: number;
  /** How long the door stays open. */
  readonly openForS?: number;
  /** Doors that take the opening back instead of giving it. */
  readonly closes?: boolean;
}

export interface KnockdOptions {
  readonly doors: readonly KnockdDoor[];
  readonly opener?: 'nft' | 'iptables';
  readonly policy?: Policy;
  /** Runs in front of the opening commands: "sleep 1;" makes a slow server. */
  readonly before?: string;
}

export interface Knockd extends Door {
  /** Everything knockd has said since its last start: a line for each packet it saw and each stage. */
  said(): string;
  /** Waits until knockd has seen at least `packets` since its last start and, if one opened a door, the door is open. */
  settle(packets: number): Promise<void>;
  /** How many lines of a door's list are used up. */
  usedLines(door: string): number;
  /** Starts the daemon anew, with the firewall and the lists left as they are. */
  restart(): Promise<void>;
  /** Ends the daemon as kill -9 does; the firewall stays as it is. */
  stop(): Promise<void>;
}

export async function startKnockd(server: Namespace, options: KnockdOptions): Promise<Knockd> {
  const { doors, opener = 'nft', policy = 'drop', before = '' } = options;
  const folder = mkdtempSync(join(server.folder, 'knockd-'));
  const config = join(folder, 'knockd.conf');
  const sections = doors.map((door) => doorSection(door, { folder, opener, before }));
  writeFileSync(
    config,
    [`[options]\n    logfile = ${folder}/log\n    interface = eth0`, ...sections, ''].join('\n\n'),
  );

  let said = '';
  let child: ReturnType<Namespace['start']> | null = null;

  const start = async () => {
    said = '';
    const daemon = server.start('knockd', ['-v', '-D', '-c', config]);
    child = daemon;
    daemon.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    daemon.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    // Said after the filter of pcap is in force (knockd.c).
    await until('knockd listens', () => {
      if (daemon.exitCode !== null) throw new Error(`knockd ended: ${said}`);
      return said.includes('listening on eth0');
    });
  };
  const kill = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const fillLists = () => {
    for (const { name, sequence } of doors)
      if (typeof sequence !== 'string') writeFileSync(listOf(folder, name), sequence.join('\n') + '\n');
  };
  const setFirewall = () =>
    (opener === 'nft' ? loadNftGuard : loadIptablesGuard)(server, { policy, ...knockPorts(doors) });

  fillLists();
  await setFirewall();
  await start();
  return {
    name: `knockd + ${opener}`,
    said: () => said,
    settle: async (packets) => {
      await until(`knockd sees ${packets} packets`, () => [...said.matchAll(/ bytes$/gm)].length >= packets);
      if (said.includes('OPEN SESAME')) await until('the door is open', () => isOpen(server, opener));
    },
    // knockd writes "#" over the first byte.
    usedLines: (door) => [...readFileSync(listOf(folder, door), 'utf8').matchAll(/^#/gm)].length,
    restart: async () => {
      await kill();
      await start();
    },
    reset: async () => {
      // A command that outlives its daemon would open the door that is shut here. Those of iptables sleep until they close.
      if (opener === 'nft') await until('the opening commands have ended', () => !hasChildren(child));
      await kill();
      fillLists();
      await setFirewall();
      await start();
    },
    stop: kill,
  };
}

function listOf(folder: string, door: string): string {
  return join(folder, `${door}.sequences`);
}

/** proc_pid_children(5). */
function hasChildren(daemon: ReturnType<Namespace['start']> | null): boolean {
  if (daemon?.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return false;
  return readFileSync(`/proc/${daemon.pid}/task/${daemon.pid}/children`, 'utf8').trim() !== '';
}

function doorSection(
  door: KnockdDoor,
  { folder, opener, before }: { folder: string; opener: 'nft' | 'iptables'; before: string },
): string {
  const { name, sequence, seqTimeoutS = 10, openForS = 30, closes = false } = door;
  const what =
    typeof sequence === 'string' ? `sequence = ${sequence}` : `one_time_sequences = ${listOf(folder, name)}`;
  const head = [`[${name}]`, what, `seq_timeout = ${seqTimeoutS}`, 'tcpflags = syn'];
  const commands =
    opener === 'nft' ? nftCommands({ openForS, closes, before }) : iptablesCommands({ openForS, before });
  return [...head, ...commands].join('\n    ');
}

// The delete first makes a repeated knock extend the time.
function nftCommands(options: { openForS: number; closes: boolean; before: string }): readonly string[] {
  return ([4, 6] as const).map((family) => {
    const remove = `nft delete element inet knock open${family} { %IP% }`;
    const add = `nft add element inet knock open${family} { %IP% timeout ${options.openForS}s }`;
    const command = options.closes ? remove : `${options.before} ${remove} 2>/dev/null; ${add}`;
    return `start_command${family === 6 ? '_6' : ''} = ${command}`;
  });
}

function iptablesCommands(options: { openForS: number; before: string }): readonly string[] {
  const rule = (program: string, action: string) =>
    `${program} -w ${action} INPUT -s %IP% -p tcp --dport ${guardedPort} -j ACCEPT`;
  return [
    `start_command = ${options.before} ${rule('iptables', '-I')}`,
    `stop_command = ${rule('iptables', '-D')}`,
    `start_command_6 = ${options.before} ${rule('ip6tables', '-I')}`,
    `stop_command_6 = ${rule('ip6tables', '-D')}`,
    `cmd_timeout = ${options.openForS}`,
  ];
}

async function isOpen(server: Namespace, opener: 'nft' | 'iptables'): Promise<boolean> {
  if (opener === 'nft')
    return (await server.run('nft', ['list', 'table', 'inet', 'knock'])).includes('elements');
  const rules = await Promise.all(
    ['iptables', 'ip6tables'].map((program) => server.run(program, ['-S', 'INPUT'])),
  );
  return rules.some((text) => text.includes('-s '));
}

/** The ports of all doors: what a scan of the server would not find open. */
function knockPorts(doors: readonly KnockdDoor[]): { tcp: readonly string[]; udp: readonly string[] } {
  const hits = doors.flatMap(({ sequence }) => sequence).flatMap((sequence) => sequence.split(','));
  const portsOf = (wanted: string) =>
    hits
      .map((hit) => hit.trim().split(':'))
      .flatMap(([port, proto = 'tcp']) => (proto === wanted && port ? port : []));
  return { tcp: portsOf('tcp'), udp: portsOf('udp') };
}
