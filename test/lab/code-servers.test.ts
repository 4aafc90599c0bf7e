import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import vectors from '../vectors/pk1.json' with { type: 'json' };
import type { Agent } from './agent.ts';
import { labProblem } from './lab.ts';
import { createNetwork, type Network } from './namespaces.ts';
import { guardedPort, until } from './servers/door.ts';
import { startKnockd } from './servers/knockd.ts';
import { preparePk1 } from './servers/pk1.ts';
import { startRotation } from './servers/rotation.ts';

// The lab's servers for derived ports are what they claim to be, measured with plain sockets and the knock program.

const { subkeyHex, lines, purpose, host } = vectors.hotpForKnockdOneTimeSequences;
const enrolment = { secret: Buffer.from('12345678901234567890'), purpose, label: host.toLowerCase() };
const samplers = ['snum31', 'dec6'] as const;
const families = [4, 6] as const;

let network: Network;
let client: Agent;

beforeAll(async () => {
  if (labProblem !== null) return;
  network = await createNetwork();
  client = await network.client.agent();
  await (await network.server.agent()).listen(guardedPort, '');
});
afterAll(() => network?.close());

const addressOf = (family: 4 | 6) => (family === 4 ? network.server.ipv4 : network.server.ipv6);
const probe = (family: 4 | 6 = 4) => client.probe(addressOf(family), guardedPort, 400);
const portsOf = (line: string | undefined) => (line ?? '').trim().split(',').map(Number);
const knock = (ports: readonly number[], family: 4 | 6 = 4) =>
  client.knock(
    addressOf(family),
    ports.map((port) => ({ proto: 'tcp', port })),
  );

describe.skipIf(labProblem !== null)("the server's scripts", () => {
  test('derive the subkey and the sequences of the vectors', async () => {
    const pk1 = await preparePk1(network.server, enrolment);
    expect(pk1.subkey).toBe(subkeyHex);
    expect(await pk1.oneTimeLines(0, lines.length)).toEqual(lines.map(({ knockdLine }) => knockdLine));
  });

  test('derive other sequences with oathtool', async () => {
    const pk1 = await preparePk1(network.server, { ...enrolment, sampler: 'dec6' });
    const expected = vectors.sequences.filter(
      ({ subkeyHex: subkey, n, ranges }) =>
        subkey === subkeyHex && n === 4 && String(ranges) === '10000,32767',
    );
    expect(expected.length).toBeGreaterThan(0);
    for (const { T, dec6_sha1 } of expected) {
      const [line] = await pk1.oneTimeLines(T, 1);
      expect(portsOf(line)).toEqual(dec6_sha1.ports);
    }
  });
});

describe.skipIf(labProblem !== null).each(samplers)('rotation with the sampler %s', (sampler) => {
  test.each(families)('opens to the current step and its neighbours alone over IPv%i', async (family) => {
    const options = { ...enrolment, sampler, stepS: 60, skew: 1 };
    const [rotation, pk1] = await Promise.all([
      startRotation(network.server, options),
      preparePk1(network.server, options),
    ]);
    await rotation.rotate(2 * 60 + 59);
    const seen: string[] = [];
    for (const line of await pk1.oneTimeLines(0, 5)) {
      await rotation.reset();
      await knock(portsOf(line), family);
      seen.push(await probe(family));
    }
    await rotation.stop();
    expect(seen).toEqual(['closed', 'open', 'open', 'open', 'closed']);
  });
});

describe.skipIf(labProblem !== null)('rotation', () => {
  test('ignores who guesses', async () => {
    const rotation = await startRotation(network.server, enrolment);
    await rotation.rotate(0);
    const sequence = portsOf(lines[0]?.knockdLine);
    const guesses = Array.from({ length: 40 }, (_, index) => 12_000 + index);
    await knock(guesses);
    await knock(sequence);
    expect(await probe()).toBe('closed');
    await rotation.reset();
    await knock(sequence);
    expect(await probe()).toBe('open');
    await rotation.stop();
  });

  test('follows the clock', async () => {
    const options = { ...enrolment, stepS: 2, skew: 0, openForS: 1 };
    const rotation = await startRotation(network.server, options);
    const pk1 = await preparePk1(network.server, options);
    await rotation.follow();
    const opened = new Set<number>();
    await until('three steps have opened', async () => {
      if ((await probe()) === 'open') return false;
      const step = Math.floor(Date.now() / 2_000);
      const [line] = await pk1.oneTimeLines(step, 1);
      await knock(portsOf(line));
      if ((await probe()) === 'open') opened.add(step);
      return opened.size === 3;
    });
    expect(opened.size).toBe(3);
    await rotation.stop();
  });
});

describe.skipIf(labProblem !== null).each(['nft', 'iptables'] as const)(
  'knockd with a list, opening with %s',
  (opener) => {
    test('opens to each line once and in order', async () => {
      const pk1 = await preparePk1(network.server, enrolment);
      const list = await pk1.oneTimeLines(0, 4);
      const knockd = await startKnockd(network.server, {
        opener,
        doors: [{ name: 'ssh', sequence: list, openForS: 2 }],
      });
      const closes = () => until('the door closes', async () => (await probe()) === 'closed');

      // The last line stays unused.
      for (const [index, line] of list.slice(0, -1).entries()) {
        await network.client.run('knock', [network.server.ipv4, ...portsOf(line).map(String)]);
        await until('the line is used up', () => knockd.usedLines('ssh') === index + 1);
        await until('the door opens', async () => (await probe()) === 'open');
        await closes();
      }
      await knock(portsOf(list[0]));
      expect(await probe()).toBe('closed');
      expect(knockd.usedLines('ssh')).toBe(3);

      await knockd.reset();
      expect(knockd.usedLines('ssh')).toBe(0);
      await knock(portsOf(list[1]));
      expect(await probe()).toBe('closed');
      await knock(portsOf(list[0]));
      await until('the line is used up', () => knockd.usedLines('ssh') === 1);
      await knockd.stop();
      await network.server.run('nft', ['flush', 'ruleset']);
    });
  },
);
