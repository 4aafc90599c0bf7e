import { expect, test } from 'vitest';
import type { HostFlags } from '../../../app/cli/host-flags.ts';
import type { Session } from '../../../app/cli/session.ts';
import { checkSpan, hostToCheck, hostToKnock } from '../../../app/cli/subject.ts';
import { parseSteps } from '../../../app/cli/values.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { ok } from '../../../app/result.ts';
import { host } from '../hosts/host.ts';

const session = {
  api: { loadHosts: async () => ok([host()]) },
  ports: { hosts: { damaged: async () => ok([]) } },
} as unknown as Session;

const steps = parseSteps('7000 8000');

async function knocked(name: string, flags: HostFlags = {}): Promise<Host> {
  const found = await hostToKnock(session, name, flags);
  if (!found.ok) throw new Error(found.error.code);
  return found.value.host;
}

test('a saved host is found by name in any case, and by id', async () => {
  expect(await knocked('NAS')).toEqual(host());
  expect(await knocked(host().id)).toEqual(host());
});

test('a saved host is told by its id, unless flags change it for once', async () => {
  const subject = async (flags: HostFlags) => {
    const found = await hostToKnock(session, 'nas', flags);
    return found.ok ? Object.keys(found.value.subject) : found.error.code;
  };
  expect(await subject({})).toEqual(['hostId']);
  expect(await subject({ check: { port: 22 } })).toEqual(['hostId']);
  expect(await subject({ check: { port: 23 } })).toEqual(['host']);
  expect(await subject({ tries: 1 })).toEqual(['host']);
});

test('flags change a saved host for this run and keep its id', async () => {
  const found = await knocked('nas', {
    gap: 20,
    check: { port: 2222 },
    family: 'both',
    deadline: 2_000,
    connect: true,
  });
  expect(found).toEqual({
    ...host(),
    knock: { ...host().knock, gapMs: 20, tcp: 'connect' },
    check: { port: 2222, expect: { kind: 'ssh' } },
    family: 'both',
    deadlineMs: 2_000,
  });
});

test('with steps, a name that is saved is an address', async () => {
  expect(await knocked('nas', { steps })).toMatchObject({ name: 'nas', address: 'nas', knock: { steps } });
});

test('the same address and steps are the same host in every process', async () => {
  const { id } = await knocked('nas.example.net', { steps });
  // Fixed, because other processes and later versions must come to the same id.
  expect(id).toMatchInlineSnapshot(`"47bc010b-b361-8e01-9309-fa413f1ce27e"`);
  const same = [
    knocked('NAS.example.net.', { steps }),
    knocked('nas.example.net', { steps: parseSteps('7000/tcp,8000:tcp'), gap: 20, check: { port: 22 } }),
  ];
  expect((await Promise.all(same)).map((each) => each.id)).toEqual([id, id]);
  const others = [
    knocked('nas.example.net', { steps: parseSteps('8000 7000') }),
    knocked('nas.example.org', { steps }),
  ];
  for (const other of await Promise.all(others)) expect(other.id).not.toBe(id);
});

test('forms of one IPv6 address are the same host', async () => {
  const [long, short] = await Promise.all([
    knocked('2001:DB8:0:0::3', { steps }),
    knocked('2001:db8::3', { steps }),
  ]);
  expect(long.id).toBe(short.id);
});

test('a saved host wins a check, an address needs one', async () => {
  expect(await hostToCheck(session, 'nas', { check: { port: 80 } })).toMatchObject({
    value: { host: { address: 'nas.example.net', check: { port: 80, expect: { kind: 'ssh' } } } },
  });
  expect(await hostToCheck(session, '192.0.2.3', { check: { port: 80 } })).toMatchObject({
    value: { host: { address: '192.0.2.3', check: { port: 80 } } },
  });
  expect(await hostToCheck(session, '192.0.2.3', {})).toMatchObject({ error: { code: 'host-not-found' } });
});

test.each([
  [2_999, true],
  [3_000, false],
])('pauses of 3 times %i ms fit into 10 s: %s', (gapMs, isOk) => {
  const four = parseSteps('7000 8000 9000 10000');
  expect(checkSpan(ok(host({ knock: { method: 'sequence', steps: four, gapMs } }))).ok).toBe(isOk);
});
