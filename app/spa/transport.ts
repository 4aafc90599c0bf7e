import type { SpaKnock } from '../hosts/knock-schema.ts';
import { ascii } from './encode.ts';

/** What is sent for a packet: one datagram, or all that is written to a connection before it is closed. */
export function spaBytes(request: {
  readonly transport: SpaKnock['transport'];
  readonly packet: string;
  /** For the request's Host line. */
  readonly serverAddress: string;
  readonly port: number;
}): Uint8Array {
  const { transport, packet, serverAddress, port } = request;
  switch (transport) {
    case 'udp':
    case 'tcp':
      return ascii(packet);
    case 'http':
      return ascii(httpRequest(packet, port === 80 ? serverAddress : `${serverAddress}:${port}`));
    default:
      return transport satisfies never;
  }
}

/** The packet as a path, as fwknop 2.6.10 asks for it (spa_comm.c). The server looks for "Fwknop" in the agent. */
function httpRequest(packet: string, host: string): string {
  const path = packet.replaceAll('+', '-').replaceAll('/', '_');
  const lines = [
    `GET /${path} HTTP/1.0`,
    'User-Agent: Fwknop/2.6.10',
    'Accept: */*',
    // RFC 9110 §7.2: with its port, which fwknop leaves out.
    `Host: ${host}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
