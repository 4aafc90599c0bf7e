import { expect, test } from 'vitest';
import { spaBytes } from '../../../app/spa/transport.ts';

const packet = '9+a/b';
const text = (transport: 'udp' | 'tcp' | 'http', port: number) =>
  Buffer.from(spaBytes({ transport, packet, serverAddress: '198.51.100.2', port })).toString('latin1');

test('a datagram and a connection carry the packet alone', () => {
  expect(text('udp', 62_201)).toBe(packet);
  expect(text('tcp', 62_201)).toBe(packet);
});

test('a request carries it as its path, in the alphabet for addresses', () => {
  const rest = 'User-Agent: Fwknop/2.6.10\r\nAccept: */*\r\nHost: 198.51.100.2\r\nConnection: close\r\n\r\n';
  expect(text('http', 80)).toBe(`GET /9-a_b HTTP/1.0\r\n${rest}`);
  expect(text('http', 8080)).toContain('\r\nHost: 198.51.100.2:8080\r\n');
});
