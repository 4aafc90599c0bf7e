import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { enrol, passphraseFile } from './enrol.ts';
import { labProblem } from './lab.ts';
import { createNetwork, type Network } from './namespaces.ts';
import { newHome, postern } from './postern.ts';
import { guardedPort, until, type Door } from './servers/door.ts';
import { startKnockd } from './servers/knockd.ts';
import { preparePk1 } from './servers/pk1.ts';
import { startRotation } from './servers/rotation.ts';

// Ports from codes and one-time lists, through Postern's CLI, opened by servers that know nothing of Postern.

const secret = '12345678901234567890';
const enrolment = { secret: Buffer.from(secret), purpose: 'open:ssh', label: 'lab' };
const derivation = { scheme: 'pk1', purpose: 'open:ssh', label: 'Lab' } as const;
const secrets = { 'otp-secret': { text: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', encoding: 'base32' } } as const;

let network: Network;
let home: string;
let door: Door | null = null;

beforeAll(async () => {
  if (labProblem !== null) return;
  network = await createNetwork();
  await (await network.server.agent()).listen(guardedPort, 'SSH-2.0-lab\r\n');
});
beforeEach(() => {
  if (labProblem === null) home = newHome(network.client);
});
afterEach(async () => {
  await door?.stop();
  door = null;
  await network?.server.run('nft', ['flush', 'ruleset']);
});
afterAll(() => network?.close());

const base = { name: 'lab', check: { port: guardedPort, expect: { kind: 'ssh' } } } as const;
const run = (...args: readonly string[]) =>
  postern(network.client, args, { home, env: { POSTERN_PASSPHRASE_FILE: passphraseFile(home) } });
const isClosed = async () => (await run('check', 'lab')).code === 4;

describe.skipIf(labProblem !== null)('ports that change with the time', () => {
  test.each(['snum31', 'dec6'] as const)('open a rotation with the sampler %s', async (sampler) => {
    const rotation = await startRotation(network.server, { ...enrolment, sampler });
    door = rotation;
    await rotation.follow();
    const knock = { method: 'totp', derivation: { ...derivation, sampler } } as const;
    await enrol(home, { ...base, address: network.server.ipv4, knock }, secrets);
    const { code, result, events } = await run('knock', 'lab');
    expect([code, result?.verdict]).toEqual([0, 'opened']);
    expect(events.find(({ type }) => type === 'try')).toMatchObject({ moving: { kind: 'time', offBy: 0 } });
  });

  test('open over IPv6 as well', async () => {
    const rotation = await startRotation(network.server, enrolment);
    door = rotation;
    await rotation.follow();
    await enrol(
      home,
      { ...base, address: network.server.ipv6, knock: { method: 'totp', derivation } },
      secrets,
    );
    expect((await run('knock', 'lab')).result).toMatchObject({ verdict: 'opened', family: 6 });
  });

  test('stay shut with a clock that is two minutes off, and open once the host says so', async () => {
    const rotation = await startRotation(network.server, enrolment);
    door = rotation;
    await rotation.rotate(Date.now() / 1_000 + 125);
    const knock = { method: 'totp', derivation } as const;
    const host = { ...base, address: network.server.ipv4, tries: 1 };
    await enrol(home, { ...host, knock }, secrets);
    expect((await run('knock', 'lab')).code).toBe(4);
    const id = await enrol(
      home,
      { ...host, name: 'offset', knock: { ...knock, clockOffsetS: 125 } },
      secrets,
    );
    expect((await run('knock', id)).code).toBe(0);
  });

  test('are never tried more often than the server lets a guesser', async () => {
    const rotation = await startRotation(network.server, enrolment);
    door = rotation;
    await rotation.follow();
    const wrong = { 'otp-secret': { text: 'another secret', encoding: 'text' } } as const;
    const host = { ...base, address: network.server.ipv4, knock: { method: 'totp', derivation } } as const;
    await enrol(home, host, wrong);
    expect((await run('knock', 'lab')).code).toBe(4);
  });
});

describe.skipIf(labProblem !== null)('ports that change with a counter', () => {
  test('open knockd line by line, each once, and the counter is on disk before the first packet', async () => {
    const pk1 = await preparePk1(network.server, enrolment);
    const knockd = await startKnockd(network.server, {
      doors: [{ name: 'ssh', sequence: await pk1.oneTimeLines(0, 6), openForS: 3 }],
    });
    door = knockd;
    const knock = { method: 'hotp', derivation, server: 'knockd' } as const;
    const id = await enrol(home, { ...base, address: network.server.ipv4, knock }, secrets);
    for (const counter of [0, 1, 2]) {
      const { code, events } = await run('knock', 'lab');
      expect(code).toBe(0);
      expect(events.find(({ type }) => type === 'try')).toMatchObject({ moving: { number: counter } });
      expect(counterOf(id)).toMatchObject({ confirmed: counter + 1, next: counter + 1 });
      expect(knockd.usedLines('ssh')).toBe(counter + 1);
      await until('the door closes', isClosed);
    }
  });

  test('find the server again that is three lines ahead', async () => {
    const pk1 = await preparePk1(network.server, enrolment);
    door = await startKnockd(network.server, {
      doors: [{ name: 'ssh', sequence: await pk1.oneTimeLines(3, 6), openForS: 3 }],
    });
    const knock = { method: 'hotp', derivation, server: 'knockd' } as const;
    const id = await enrol(home, { ...base, address: network.server.ipv4, knock }, secrets);
    const { code, result } = await run('knock', 'lab');
    expect([code, result?.verdict]).toEqual([0, 'opened']);
    expect(counterOf(id)).toMatchObject({ next: 4 });
  });
});

describe.skipIf(labProblem !== null)('a one-time list', () => {
  test('opens knockd line by line and is used up with its last line', async () => {
    const lines = [' 7001,7002,7003\n', ' 7101,7102:udp,7103\n', ' 7201,7202,7203\n'];
    door = await startKnockd(network.server, {
      doors: [
        { name: 'ssh', sequence: [...lines, ' 7301,7302,7303\n'].map((line) => line.trimEnd()), openForS: 3 },
      ],
    });
    const knock = { method: 'list', server: 'knockd' } as const;
    await enrol(
      home,
      { ...base, address: network.server.ipv4, knock },
      {
        'one-time-list': { text: lines.join(''), encoding: 'text' },
      },
    );
    for (const line of [1, 2, 3]) {
      const { code, events } = await run('knock', 'lab');
      expect(code).toBe(0);
      expect(events.find(({ type }) => type === 'try')).toMatchObject({
        moving: { kind: 'line', number: line },
      });
      await until('the door closes', isClosed);
    }
    const { code, result } = await run('knock', 'lab');
    expect([code, result?.packets, result?.obstacle]).toEqual([7, 0, { code: 'list-used-up' }]);
  });
});

function counterOf(id: string): unknown {
  const file: unknown = JSON.parse(readFileSync(join(home, 'counters.json'), 'utf8'));
  return (file as { counters: Record<string, unknown> }).counters[id];
}
