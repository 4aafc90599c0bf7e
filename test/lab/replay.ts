/** What somebody on the path can do with a packet: keep its bytes, and send them again from an address of his own. */
import type { Capture, CapturedPacket } from './capture.ts';
import type { Namespace } from './namespaces.ts';

/** The last UDP datagram that went to this address; to this port only, if one is given. */
export async function lastDatagram(capture: Capture, to: string, port?: number): Promise<CapturedPacket> {
  const packets = await capture.packets();
  const last = packets.findLast(
    (packet) => packet.proto === 'udp' && packet.to === to && (port === undefined || packet.port === port),
  );
  if (last === undefined) throw new Error(`no datagram to ${to}`);
  return last;
}

/** Sends the same bytes to the same place. `source`: an address of that namespace, its own one unless given. */
export async function replay(from: Namespace, packet: CapturedPacket, source?: string): Promise<void> {
  if (packet.port === null) throw new Error('only a datagram can be sent again');
  const agent = await from.agent();
  await agent.send(packet.to, packet.port, packet.data.toString('hex'), source);
}
