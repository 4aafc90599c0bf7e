/** The real knockd, opening with nft or with iptables. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Namespace } from '../namespaces.ts';
import { guardedPort, until, type Door, type Policy } from './door.ts';

export interface KnockdDoor {
  readonly name: string;
  /** As knockd writes it: "7000,8000:udp,9000". */
  readonly sequence: string;
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
  /** Starts the daemon anew, with the firewall left as it is. */
  restart(): Promise<void>;
  /** Ends the daemon as kill -9 does; the firewall stays as it is. */
  stop(): Promise<void>;
}

export async function startKnockd(server: Namespace, options: KnockdOptions): Promise<Knockd> {
  const { doors, opener = 'nft', policy = 'drop', before = '' } = options;
  const folder = mkdtempSync(join(server.folder, 'knockd-'));
  const config = join(folder, 'knockd.conf');
  const sections = doors.map((door) => doorSection(door, opener, before));
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
  const setFirewall = () =>
    opener === 'nft' ? loadNft(server, { policy, doors }) : loadIptables(server, { policy, doors });

  await setFirewall();
  await start();
  return {
    name: `knockd + ${opener}`,
    said: () => said,
    settle: async (packets) => {
      await until(`knockd sees ${packets} packets`, () => [...said.matchAll(/ bytes$/gm)].length >= packets);
      if (said.includes('OPEN SESAME')) await until('the door is open', () => isOpen(server, opener));
    },
    restart: async () => {
      await kill();
      await start();
    },
    reset: async () => {
      // A command that outlives its daemon would open the door that is shut here. Those of iptables sleep until they close.
      if (opener === 'nft') await until('the opening commands have ended', () => !hasChildren(child));
      await kill();
      await setFirewall();
      await start();
    },
    stop: kill,
  };
}

/** proc_pid_children(5). */
function hasChildren(daemon: ReturnType<Namespace['start']> | null): boolean {
  if (daemon?.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return false;
  return readFileSync(`/proc/${daemon.pid}/task/${daemon.pid}/children`, 'utf8').trim() !== '';
}

function doorSection(door: KnockdDoor, opener: 'nft' | 'iptables', before: string): string {
  const { name, sequence, seqTimeoutS = 10, openForS = 30, closes = false } = door;
  const head = [`[${name}]`, `sequence = ${sequence}`, `seq_timeout = ${seqTimeoutS}`, 'tcpflags = syn'];
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

interface Guard {
  readonly policy: Policy;
  readonly doors: readonly KnockdDoor[];
}

/** The ports of all doors, guarded port included: what a scan of the server would not find open. */
function shutPorts({ doors }: Guard): { tcp: readonly string[]; udp: readonly string[] } {
  const hits = doors.flatMap(({ sequence }) => sequence.split(',')).map((hit) => hit.split(':'));
  const portsOf = (wanted: string) =>
    hits.filter(([, proto = 'tcp']) => proto === wanted).flatMap(([port]) => port ?? []);
  return { tcp: [...new Set([String(guardedPort), ...portsOf('tcp')])], udp: [...new Set(portsOf('udp'))] };
}

async function loadNft(server: Namespace, guard: Guard): Promise<void> {
  const { tcp, udp } = shutPorts(guard);
  const refuse = guard.policy === 'drop' ? 'drop' : 'reject';
  const rules = `flush ruleset
table inet knock {
  set open4 { type ipv4_addr; flags timeout; }
  set open6 { type ipv6_addr; flags timeout; }
  chain input {
    type filter hook input priority filter - 10; policy accept;
    iifname "lo" accept
    ct state established,related accept
    tcp dport ${guardedPort} ip  saddr @open4 accept
    tcp dport ${guardedPort} ip6 saddr @open6 accept
    tcp dport { ${tcp.join(', ')} } ${guard.policy === 'drop' ? 'drop' : 'reject with tcp reset'}
    ${udp.length > 0 ? `udp dport { ${udp.join(', ')} } ${refuse}` : ''}
  }
}
`;
  await server.run('nft', ['-f', '-'], { input: rules });
}

async function loadIptables(server: Namespace, guard: Guard): Promise<void> {
  const { tcp, udp } = shutPorts(guard);
  const refuse = (proto: 'tcp' | 'udp', ports: readonly string[]) => {
    const target =
      guard.policy === 'drop' ? 'DROP' : proto === 'tcp' ? 'REJECT --reject-with tcp-reset' : 'REJECT';
    return ports.map((port) => `-A INPUT -p ${proto} --dport ${port} -j ${target}`);
  };
  const rules = [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    '-A INPUT -i lo -j ACCEPT',
    '-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    ...refuse('tcp', tcp),
    ...refuse('udp', udp),
    'COMMIT',
    '',
  ].join('\n');
  await server.run('iptables-restore', ['-w'], { input: rules });
  await server.run('ip6tables-restore', ['-w'], { input: rules });
}
