// Started with few file descriptors: takes them all, then tries to reach the loopback in every way.
import { openSync } from 'node:fs';
import type { Packet } from '../../../app/knock/ports.ts';
import { connect } from '../../../app/node/connect.ts';
import { prepare } from '../../../app/node/hits.ts';
import { resolve } from '../../../app/node/resolve.ts';

const loopback = { address: '127.0.0.1', family: 4, source: null } as const;
const { signal } = new AbortController();

async function hit(packet: Packet): Promise<unknown> {
  const prepared = await prepare(packet, loopback);
  return prepared.ok ? prepared.value.send(() => {}) : prepared;
}

// The first use loads what later needs no file any more.
await resolve('localhost', signal);
try {
  for (;;) openSync('/dev/null', 'r');
} catch {
  // None is left.
}
const outcomes = {
  tcp: await hit({ proto: 'tcp', port: 9, mode: 'syn' }),
  udp: await hit({ proto: 'udp', port: 9, data: Uint8Array.of(0) }),
  icmp: await hit({ proto: 'icmp', bytes: 8 }),
  probe: await connect({ ...loopback, port: 9, expect: null, timeoutMs: 1_000 }, signal),
};
console.log(JSON.stringify(outcomes));
