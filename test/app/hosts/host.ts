import type { SequenceKnock } from '../../../app/hosts/knock-schema.ts';
import { parseHost, type Host } from '../../../app/hosts/schema.ts';

/** A valid host, with what the test cares about. */
export function host(overrides: Readonly<Record<string, unknown>> = {}): Host {
  const parsed = parseHost({ ...hostInput, ...overrides });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** The knock of a host that has fixed ports. */
export function sequenceOf({ knock }: Pick<Host, 'knock'>): SequenceKnock {
  if (knock.method !== 'sequence') throw new Error(`a host with the method ${knock.method}`);
  return knock;
}

/** As a person would write it into the file. */
export const hostInput = {
  id: '5b0f6c3e-7d3f-4a39-9d52-0a4f6f1f2a10',
  name: 'nas',
  address: 'nas.example.net',
  knock: {
    method: 'sequence',
    steps: [
      { proto: 'tcp', port: 7000 },
      { proto: 'udp', port: 8000, payload: { kind: 'hex', hex: 'c0ffee' }, waitMs: 50 },
      { proto: 'icmp', bytes: 64 },
    ],
  },
  check: { port: 22, expect: { kind: 'ssh' } },
};

/** The nth of as many different ids as a test needs. */
export function id(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
