/** What really crossed the server's eth0, as tcpdump saw it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';
import { broadcast, type Namespace } from './namespaces.ts';

export interface CapturedPacket {
  /** Kernel time of the packet, milliseconds since 1970 with fractions. */
  readonly atMs: number;
  readonly family: 4 | 6;
  readonly from: string;
  readonly to: string;
  readonly proto: 'tcp' | 'udp' | 'icmp';
  /** Null for ICMP. */
  readonly fromPort: number | null;
  /** Destination port; null for ICMP. */
  readonly port: number | null;
  /** TCP flags as "SYN" or "SYN ACK"; null for the others. */
  readonly flags: string | null;
  /** ICMP type; null for the others. */
  readonly icmpType: number | null;
  readonly data: Buffer;
}

export interface Capture {
  /** Every packet that reached or left the server's eth0 until now, in order, both directions. */
  packets(): Promise<readonly CapturedPacket[]>;
  stop(): void;
}

/** Resolves once packets are being captured. ARP and neighbour discovery are left out. */
export async function startCapture(server: Namespace): Promise<Capture> {
  // Immediate mode and -U: each packet is handed on as it comes, not when a buffer is full. In that mode the buffer
  // (KiB) is divided into slots of the snapshot length, so the usual 256 KiB each would leave room for a few packets.
  const options = ['-U', '--immediate-mode', '-s', '2048', '-B', '32768'];
  const child = server.start('tcpdump', ['-i', 'eth0', '-n', '-w', '-', ...options, 'ip or ip6']);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('tcpdump without pipes');
  let bytes = Buffer.alloc(0);
  stdout.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });

  // tcpdump says so after the filter is in force.
  let said = '';
  while (!said.includes('listening on')) {
    const [text] = (await once(stderr, 'data')) as [Buffer];
    said += text.toString();
  }
  stderr.resume();

  const agent = await server.agent();
  return {
    packets: async () => {
      // A packet of our own leaves last; once it was seen, so was everything before it.
      const marker = randomBytes(16);
      await agent.send(broadcast, 9, marker.toString('hex'));
      while (!parsePackets(bytes).some(({ data }) => data.equals(marker))) await once(stdout, 'data');
      return parsePackets(bytes).filter(({ to }) => to !== broadcast);
    },
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}

/** The packets sent to the server, in the words of vectors/knock-client.json; atMs counts from the first. */
export function hitsOf(packets: readonly CapturedPacket[], to: readonly string[]) {
  const hits = packets.filter((packet) => to.includes(packet.to));
  const startMs = hits[0]?.atMs ?? 0;
  return hits.map(({ family, proto, port, flags, data, atMs }) => ({
    ip: family,
    proto,
    port,
    ...(flags === null ? {} : { flags }),
    payload: data.length,
    atMs: atMs - startMs,
  }));
}

// pcap-savefile(5): a header of 24 bytes, then 16 bytes before each packet, in the byte order of the machine.
function parsePackets(file: Buffer): readonly CapturedPacket[] {
  const packets: CapturedPacket[] = [];
  let at = 24;
  while (at + 16 <= file.length) {
    const length = file.readUInt32LE(at + 8);
    if (at + 16 + length > file.length) break;
    const atMs = file.readUInt32LE(at) * 1_000 + file.readUInt32LE(at + 4) / 1_000;
    const packet = parseFrame(file.subarray(at + 16, at + 16 + length), atMs);
    if (packet !== null) packets.push(packet);
    at += 16 + length;
  }
  return packets;
}

const neighbourDiscovery = { first: 133, last: 137 };
const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

function parseFrame(frame: Buffer, atMs: number): CapturedPacket | null {
  const family = frame.readUInt16BE(12) === 0x0800 ? 4 : 6;
  const ip = frame.subarray(14);
  const head = family === 4 ? (ip.readUInt8(0) & 0xf) * 4 : 40;
  const length = family === 4 ? ip.readUInt16BE(2) : 40 + ip.readUInt16BE(4);
  const protocol = ip.readUInt8(family === 4 ? 9 : 6);
  const [from, to] =
    family === 4 ? [ip.subarray(12, 16), ip.subarray(16, 20)] : [ip.subarray(8, 24), ip.subarray(24, 40)];
  // Short frames are padded, so the IP length counts.
  const body = ip.subarray(head, length);
  const common = { atMs, family, from: addressText(from), to: addressText(to) } as const;
  const noPorts = { fromPort: null, port: null, flags: null, icmpType: null } as const;

  switch (protocol) {
    case 6: {
      const bits = body.readUInt8(13);
      const flags = flagNames.filter((_, bit) => (bits & (1 << bit)) !== 0).join(' ');
      const data = body.subarray((body.readUInt8(12) >> 4) * 4);
      return { ...common, ...noPorts, proto: 'tcp', ...portsOf(body), flags, data };
    }
    case 17:
      return { ...common, ...noPorts, proto: 'udp', ...portsOf(body), data: body.subarray(8) };
    case 1:
    case 58: {
      const icmpType = body.readUInt8(0);
      const isDiscovery =
        family === 6 && icmpType >= neighbourDiscovery.first && icmpType <= neighbourDiscovery.last;
      return isDiscovery ? null : { ...common, ...noPorts, proto: 'icmp', icmpType, data: body.subarray(8) };
    }
    default:
      // Multicast reports (hop-by-hop options) and the like: no part of any test.
      return null;
  }
}

function portsOf(body: Buffer): { fromPort: number; port: number } {
  return { fromPort: body.readUInt16BE(0), port: body.readUInt16BE(2) };
}

function addressText(bytes: Buffer): string {
  return ipaddr.fromByteArray([...bytes]).toString();
}
