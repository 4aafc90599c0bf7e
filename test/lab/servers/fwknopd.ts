/** The real fwknopd, opening with iptables rules of its own or with nft commands, and the real fwknop in front of it. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended, Namespace } from '../namespaces.ts';
import { guardedPort, until, type Door, type Policy } from './door.ts';
import { loadIptablesGuard, loadNftGuard } from './guard.ts';

/**
 * A stanza of access.conf, directive by directive: `{ KEY: 'abc', HMAC_KEY: 'def' }`. SOURCE is ANY unless given, and
 * OPEN_PORTS the guarded port (iptables); with nft the commands of the cycle are added.
 */
export type Stanza = Readonly<Record<string, string>>;

/**
 * How packets come in. `sniff`: port 62201/udp by pcap, the usual way; `sniff-any`: every unprivileged UDP port;
 * `udp`: a bound socket without pcap; `tcp`: a TCP server that only reads; `http`: requests to port 80, which somebody
 * else must answer.
 */
export type Intake = 'sniff' | 'sniff-any' | 'udp' | 'tcp' | 'http';

export interface FwknopdOptions {
  /** In file order; the first one that a packet fits is used. */
  readonly stanzas: readonly Stanza[];
  readonly opener?: 'iptables' | 'nft';
  readonly intake?: Intake;
  readonly policy?: Policy;
  /** How long the door stays open if the packet does not say (FW_ACCESS_TIMEOUT, CMD_CYCLE_TIMER). */
  readonly openForS?: number;
  /** More of fwknopd.conf: `{ ENABLE_IPT_FORWARDING: 'Y' }`. */
  readonly config?: Readonly<Record<string, string>>;
}

export interface Fwknopd extends Door {
  /** Everything fwknopd has said since its last start: for each packet what it made of it. */
  said(): string;
  /** Waits until it has said this. */
  says(text: string): Promise<void>;
  /** Starts the daemon anew. Its rules are gone, the digests of the packets it has seen are not. */
  restart(): Promise<void>;
  /** Ends the daemon as its unit does; it removes its rules. */
  stop(): Promise<void>;
}

const spaPort = 62_201;

const intakes: Readonly<Record<Intake, Stanza>> = {
  sniff: { PCAP_FILTER: `udp port ${spaPort}` },
  'sniff-any': { PCAP_FILTER: 'udp dst portrange 1024-65535' },
  udp: { ENABLE_UDP_SERVER: 'Y', UDPSERV_PORT: String(spaPort) },
  // The server reads nothing itself: what it accepts is sniffed, so the filter has to follow.
  tcp: { ENABLE_TCP_SERVER: 'Y', TCPSERV_PORT: String(spaPort), PCAP_FILTER: `tcp port ${spaPort}` },
  http: { ENABLE_SPA_OVER_HTTP: 'Y', PCAP_FILTER: 'tcp port 80' },
};

/** What fwknopd says when it is about to read. */
const readySigns: Readonly<Record<Intake, string>> = {
  sniff: 'Starting fwknopd main event loop',
  'sniff-any': 'Starting fwknopd main event loop',
  udp: 'Kicking off UDP server',
  tcp: 'Starting fwknopd main event loop',
  http: 'Starting fwknopd main event loop',
};

export async function startFwknopd(server: Namespace, options: FwknopdOptions): Promise<Fwknopd> {
  const { stanzas, opener = 'iptables', intake = 'sniff', policy = 'drop', openForS = 30 } = options;
  const folder = mkdtempSync(join(server.folder, 'fwknopd-'));
  const runFolder = join(folder, 'run');
  const config = join(folder, 'fwknopd.conf');
  const access = join(folder, 'access.conf');
  const settings = {
    PCAP_INTF: 'eth0',
    FWKNOP_RUN_DIR: runFolder,
    ...intakes[intake],
    ...options.config,
  };
  writeFileSync(config, lines(settings, ';'), { mode: 0o600 });
  // It refuses a file that others may read.
  writeFileSync(access, stanzas.map((stanza) => lines(completed(stanza, opener, openForS))).join('\n'), {
    mode: 0o600,
  });

  let said = '';
  let child: ReturnType<Namespace['start']> | null = null;

  const start = async () => {
    said = '';
    mkdirSync(runFolder, { recursive: true });
    const daemon = server.start('fwknopd', [
      '--foreground',
      '--config-file',
      config,
      '--access-file',
      access,
    ]);
    child = daemon;
    for (const stream of [daemon.stdout, daemon.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('fwknopd listens', () => {
      if (daemon.exitCode !== null) throw new Error(`fwknopd ended: ${said}`);
      return said.includes(readySigns[intake]) && isBound(daemon.pid, intake);
    });
  };
  const stop = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const setFirewall = () => (opener === 'nft' ? loadNftGuard : loadIptablesGuard)(server, { policy });

  await setFirewall();
  await start();
  return {
    name: `fwknopd + ${opener}`,
    said: () => said,
    says: (text) => until(`fwknopd says "${text}"`, () => said.includes(text)),
    restart: async () => {
      await stop();
      await start();
    },
    reset: async () => {
      await stop();
      rmSync(runFolder, { recursive: true });
      await setFirewall();
      await start();
    },
    stop,
  };
}

export interface FwknopOptions {
  /** Everything but where the packet goes and where files lie: `['-A', 'tcp/22', '-a', '192.0.2.2', '--key-hmac', …]`. */
  readonly args: readonly string[];
  readonly gnupgHome?: string;
}

/** The real client, to its end. Nothing in the home of the one who runs the tests is read or written. */
export function fwknop(from: Namespace, to: string, { args, gnupgHome }: FwknopOptions): Promise<Ended> {
  const home = gnupgHome === undefined ? [] : ['--gpg-home-dir', gnupgHome];
  return from.exec('fwknop', ['--no-rc-file', '--no-save-args', '-D', to, ...home, ...args], {
    env: { HOME: from.folder },
  });
}

function completed(stanza: Stanza, opener: 'iptables' | 'nft', openForS: number): Stanza {
  const open = 'element inet knock open4';
  const own: Stanza =
    opener === 'nft'
      ? {
          CMD_CYCLE_OPEN: `/usr/sbin/nft add ${open} { $IP timeout $CLIENT_TIMEOUTs }`,
          CMD_CYCLE_CLOSE: `/usr/sbin/nft delete ${open} { $IP }`,
          CMD_CYCLE_TIMER: String(openForS),
        }
      : { OPEN_PORTS: `tcp/${guardedPort}`, FW_ACCESS_TIMEOUT: String(openForS) };
  // A stanza begins with its SOURCE.
  return { SOURCE: 'ANY', ...own, ...stanza };
}

function lines(directives: Stanza, end = ''): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}${end}\n`)
    .join('');
}

/** What it says comes before the socket; proc_net(5) shows the socket of its namespace. */
function isBound(pid: number | undefined, intake: Intake): boolean {
  if (intake !== 'udp' && intake !== 'tcp') return true;
  return readFileSync(`/proc/${pid}/net/${intake}`, 'utf8').includes(
    `:${spaPort.toString(16).toUpperCase()} `,
  );
}
