import type { Step } from '../hosts/step-schema.ts';

type PortStep = Extract<Step, { readonly port: number }>;
type Direction = 'ascending' | 'descending';

/** One thing worth knowing about a sequence. `step` counts from 1. */
export type Remark =
  /** One port scan in this direction opens every server but a strict one that sees the other ports too. */
  | { readonly code: 'one-scan'; readonly direction: Direction }
  /** The same scan again and again opens even a server that forgets the attempt at a wrong step. */
  | { readonly code: 'repeated-scan'; readonly direction: Direction }
  /** Two doors of one knockd that begin alike: only the one listed first can open. */
  | { readonly code: 'first-port-taken'; readonly port: number }
  /** Networks that pass TCP may drop UDP. */
  | { readonly code: 'mixed-protocols' }
  /** A server that drops repeats never sees the second one. */
  | { readonly code: 'same-port-in-a-row'; readonly step: number; readonly port: number }
  | { readonly code: 'port-used-before'; readonly step: number; readonly port: number }
  /** A browser that reconnects hits it between two steps, and a strict server starts over. */
  | { readonly code: 'web-port'; readonly step: number; readonly port: number }
  /** RFC 6335 §6: 0 to 1023, where services listen and scanners look first. */
  | { readonly code: 'system-port'; readonly step: number; readonly port: number }
  | { readonly code: 'service-port'; readonly step: number; readonly port: number; readonly service: string }
  /** From here up computers choose local ports: answers to the server's own connections may arrive there. */
  | { readonly code: 'dynamic-port'; readonly step: number; readonly port: number };

/** How many scans a scanner needs at least: always upwards, always downwards, or in turn. */
export interface ScansToOpen {
  readonly ascending: number;
  readonly descending: number;
  readonly alternating: number;
}

export interface Explanation {
  /** Null: no port scan opens it, because one step is an ICMP echo of a certain size. */
  readonly scans: ScansToOpen | null;
  readonly remarks: readonly Remark[];
}

/** Judges a sequence that somebody chose. `firstPorts` are those that other hosts' sequences begin with. */
export function explainSequence(steps: readonly Step[], firstPorts: readonly number[] = []): Explanation {
  const scans = scansToOpen(steps);
  return { scans, remarks: [...remarksOnOrder(steps, scans, firstPorts), ...steps.flatMap(remarksOnStep)] };
}

/**
 * A server that keeps an attempt in spite of wrong hits (nftables sets, lenient `recent` chains, RouterOS) moves on
 * whenever a scan passes the next port. One ascending scan therefore takes a whole run of rising ports, and the next
 * scan goes on where it ended, as long as the server's time-out allows: two ascending scans opened 8881, 7777, 9991
 * on nftables sets. No order is safe from scans on such a server; what counts is how many it takes.
 * A scan covers one protocol; the scanner is given the one that helps him.
 */
export function scansToOpen(steps: readonly Step[]): ScansToOpen | null {
  if (!haveOnlyPorts(steps)) return null;
  const count = (...directions: readonly Direction[]) => countScans(steps, directions);
  return {
    ascending: count('ascending'),
    descending: count('descending'),
    alternating: Math.min(count('ascending', 'descending'), count('descending', 'ascending')),
  };
}

/**
 * True if scans in one direction, TCP and UDP in turn and over and over, hit the steps one right after the other. That
 * opens knockd, which sees no port but those of its sequences and starts over at a wrong one: 9000, 7000, 8000 is
 * part of 7000, 8000, 9000, 7000, 8000, 9000 (measured: it fell twice in three scans). Every order of three different
 * ports of one protocol is part of such a row.
 */
export function fallsToRepeatedScan(steps: readonly Step[], direction: Direction): boolean {
  if (!haveOnlyPorts(steps)) return false;
  const sign = direction === 'ascending' ? 1 : -1;
  const cycle = steps
    .filter((step, index) => steps.findIndex((other) => isSame(other, step)) === index)
    .toSorted((a, b) => (a.proto === b.proto ? sign * (a.port - b.port) : a.proto < b.proto ? -1 : 1));
  return steps.slice(1).every((step, index) => {
    const place = cycle.findIndex((other) => isSame(other, steps[index]));
    return isSame(step, cycle[(place + 1) % cycle.length]);
  });
}

/** RFC 6335 §6: below are the system ports. */
export const firstUserPort = 1_024;

/** Linux chooses local ports from here (ip_local_port_range in ip(7)); Windows and macOS from 49152 (RFC 6335 §6). */
export const firstDynamicPort = 32_768;

/** User ports on which a server may well be listening. An open knock port answers, and strangers try it. */
export const servicePorts: ReadonlyMap<number, string> = new Map([
  [1080, 'SOCKS'],
  [1194, 'OpenVPN'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [1701, 'L2TP'],
  [1723, 'PPTP'],
  [1883, 'MQTT'],
  [1900, 'SSDP'],
  [2049, 'NFS'],
  [2222, 'SSH'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [3000, 'HTTP'],
  [3128, 'Squid'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [3478, 'STUN'],
  [4500, 'IPsec'],
  [5000, 'HTTP'],
  [5001, 'HTTP'],
  [5060, 'SIP'],
  [5061, 'SIP'],
  [5222, 'XMPP'],
  [5353, 'mDNS'],
  [5432, 'PostgreSQL'],
  [5672, 'AMQP'],
  [5900, 'VNC'],
  [5901, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [6443, 'Kubernetes'],
  [6667, 'IRC'],
  [6881, 'BitTorrent'],
  [8000, 'HTTP'],
  [8006, 'Proxmox'],
  [8008, 'HTTP'],
  [8080, 'HTTP'],
  [8081, 'HTTP'],
  [8096, 'Jellyfin'],
  [8123, 'Home Assistant'],
  [8443, 'HTTPS'],
  [8883, 'MQTT'],
  [8888, 'HTTP'],
  [9000, 'HTTP'],
  [9090, 'Prometheus'],
  [9100, 'Printer'],
  [9200, 'Elasticsearch'],
  [9418, 'Git'],
  [9443, 'HTTPS'],
  [10000, 'Webmin'],
  [11211, 'memcached'],
  [22000, 'Syncthing'],
  [25565, 'Minecraft'],
  [27017, 'MongoDB'],
  [32400, 'Plex'],
  [51820, 'WireGuard'],
]);

function countScans(steps: readonly PortStep[], directions: readonly Direction[]): number {
  let scans = 0;
  let next = 0;
  while (next < steps.length) {
    const direction = directions[scans % directions.length];
    scans += 1;
    next += 1;
    while (follows(steps[next - 1], steps[next], direction)) next += 1;
  }
  return scans;
}

/** Whether one scan reaches both ports, in this order. */
function follows(
  a: PortStep | undefined,
  b: PortStep | undefined,
  direction: Direction | undefined,
): boolean {
  if (a === undefined || b === undefined || a.proto !== b.proto) return false;
  return direction === 'ascending' ? a.port < b.port : a.port > b.port;
}

function* remarksOnOrder(
  steps: readonly Step[],
  scans: ScansToOpen | null,
  firstPorts: readonly number[],
): Generator<Remark> {
  const directions = ['ascending', 'descending'] as const;
  const single = directions.filter((direction) => scans?.[direction] === 1);
  const repeated = directions.filter((direction) => fallsToRepeatedScan(steps, direction));
  if (single.length > 0) yield* single.map((direction): Remark => ({ code: 'one-scan', direction }));
  else yield* repeated.map((direction): Remark => ({ code: 'repeated-scan', direction }));
  const [first] = steps;
  if (first !== undefined && first.proto !== 'icmp' && firstPorts.includes(first.port)) {
    yield { code: 'first-port-taken', port: first.port };
  }
  const has = (proto: Step['proto']) => steps.some((step) => step.proto === proto);
  if (has('tcp') && has('udp')) yield { code: 'mixed-protocols' };
}

function remarksOnStep(step: Step, index: number, steps: readonly Step[]): readonly Remark[] {
  if (step.proto === 'icmp') return [];
  const { port } = step;
  const at = { step: index + 1, port };
  const remarks: Remark[] = [];
  if (isSame(steps[index - 1], step)) remarks.push({ code: 'same-port-in-a-row', ...at });
  else if (steps.slice(0, index).some((other) => isSame(other, step))) {
    remarks.push({ code: 'port-used-before', ...at });
  }
  const service = servicePorts.get(port);
  if (port === 80 || port === 443) remarks.push({ code: 'web-port', ...at });
  else if (port < firstUserPort) remarks.push({ code: 'system-port', ...at });
  else if (service !== undefined) remarks.push({ code: 'service-port', ...at, service });
  else if (port >= firstDynamicPort) remarks.push({ code: 'dynamic-port', ...at });
  return remarks;
}

function haveOnlyPorts(steps: readonly Step[]): steps is readonly PortStep[] {
  return steps.every((step) => step.proto !== 'icmp');
}

function isSame(a: Step | undefined, b: Step | undefined): boolean {
  if (a === undefined || b === undefined || a.proto === 'icmp' || b.proto === 'icmp') return false;
  return a.proto === b.proto && a.port === b.port;
}
