import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../app/fake/clock.ts';
import { fakeRotation } from '../../../../app/fake/code-servers.ts';
import { createWorld } from '../../../../app/fake/world.ts';
import { ok } from '../../../../app/result.ts';
import type { TimePorts } from '../../../../app/time/ports.ts';
import { home, home6, nas, tell, type Story } from '../story.ts';
import {
  derivation,
  hitsOf,
  hostWith,
  otpSecret,
  serverClock,
  service,
  startedAt,
  vaultWith,
} from './codes.ts';

const stepS = 60;
const firstStep = startedAt / 60_000;
const knock = { method: 'totp', derivation, stepS };

/** A server that accepts `skew` windows each way, and six wrong hits a minute. */
function rotation({ aheadMs = 0, skew = 0 } = {}) {
  return fakeRotation({ hitsOf, stepS, skew, clock: serverClock(aheadMs), mostMisses: 6, ...service });
}

/** A world whose clock begins `inStepMs` after the change of the ports. */
function worldAt(inStepMs: number, server = rotation({ aheadMs: inStepMs }), time: Partial<TimePorts> = {}) {
  return createWorld({
    servers: { [home]: server },
    clock: createVirtualClock({ startedAt: startedAt + inStepMs }),
    vault: vaultWith(nas(), { 'otp-secret': otpSecret }),
    time,
  });
}

const movings = ({ events }: Story) =>
  events.filter((event) => event.type === 'try').map(({ moving }) => moving);

test('the ports of the current step open the door', async () => {
  const story = await tell({ host: hostWith(knock), world: worldAt(20_000) });
  expect(story.result).toMatchObject({ verdict: 'opened', tries: 1, packets: 4 });
  expect(movings(story)).toEqual([{ kind: 'time', number: firstStep, offBy: 0 }]);
  expect(story.world.hits).toMatchObject(hitsOf(firstStep));
});

test.each([
  ['ahead', 57_000, 4_000, 1],
  ['behind', 3_000, -4_000, -1],
] as const)(
  'near a change the second try goes to a server whose clock is %s',
  async (_, inStepMs, aheadMs, offBy) => {
    const server = rotation({ aheadMs: inStepMs + aheadMs });
    const story = await tell({ host: hostWith(knock), world: worldAt(inStepMs, server) });
    expect(story.result).toMatchObject({ verdict: 'opened', tries: 2 });
    expect(movings(story)).toMatchObject([{ offBy: 0 }, { offBy }]);
  },
);

test('far from a change no other step is tried', async () => {
  const server = rotation({ aheadMs: 80_000 });
  const story = await tell({ host: hostWith(knock, { tries: 3 }), world: worldAt(20_000, server) });
  expect(story.result.verdict).toBe('still-closed');
  expect(movings(story)).toMatchObject([{ offBy: 0 }, { offBy: 0 }, { offBy: 0 }]);
});

describe('where the server accepts no neighbours', () => {
  const strict = hostWith({ ...knock, skew: 0 });

  test('a start shortly before the change is held back until after it', async () => {
    const story = await tell({ host: strict, world: worldAt(59_500) });
    expect(story.result).toMatchObject({ verdict: 'opened', tries: 1 });
    // The look at the door took 30 ms of the 500.
    expect(story.events.find(({ type }) => type === 'held')).toMatchObject({ try: 1, forMs: 470 });
    expect(movings(story)).toEqual([{ kind: 'time', number: firstStep + 1, offBy: 0 }]);
  });

  test('a start in time is not', async () => {
    const { events } = await tell({ host: strict, world: worldAt(58_000) });
    expect(events.map(({ type }) => type)).not.toContain('held');
  });

  test('a knock that is cancelled while it is held sends nothing', async () => {
    const { result, world } = await tell({ host: strict, world: worldAt(59_500), cancelAfterMs: 200 });
    expect(result).toMatchObject({ verdict: 'cancelled', packets: 0, tookMs: 200 });
    expect(world.hits).toEqual([]);
  });
});

test("the host's clock offset is added to our clock", async () => {
  const server = rotation({ aheadMs: 20_000 - 300_000 });
  const host = hostWith({ ...knock, clockOffsetS: -300 });
  const { result } = await tell({ host, world: worldAt(20_000, server) });
  expect(result).toMatchObject({ verdict: 'opened', tries: 1 });
});

test('a retry sends nothing that the server would count as a guess', async () => {
  const { result, world } = await tell({
    host: hostWith(knock),
    world: worldAt(57_000, rotation({ aheadMs: 61_000 })),
  });
  expect(result).toMatchObject({ verdict: 'opened', tries: 2 });
  expect(world.hits).toHaveLength(8);
});

test('knockd, which counts nothing, gets its clearing hit', async () => {
  const host = hostWith({ ...knock, server: 'knockd' }, { tries: 2 });
  const { events } = await tell({ host, world: worldAt(20_000, rotation({ aheadMs: 900_000 })) });
  expect(events.filter((event) => event.type === 'packet' && event.step === 0)).not.toEqual([]);
});

test('both families begin with the current step', async () => {
  const world = createWorld({
    servers: { [home]: rotation({ aheadMs: 57_000 }), [home6]: rotation({ aheadMs: 57_000 }) },
    names: { 'nas.example': [home6, home] },
    clock: createVirtualClock({ startedAt: startedAt + 57_000 }),
    vault: vaultWith(nas(), { 'otp-secret': otpSecret }),
  });
  const host = hostWith(knock, { address: 'nas.example', family: 'both', tries: 1 });
  const { result } = await tell({ host, world });
  expect(result.addresses).toMatchObject([{ verdict: 'opened' }, { verdict: 'opened' }]);
});

test('before the first step there is nothing to send', async () => {
  const host = hostWith({ ...knock, epochS: startedAt / 1_000 + 3_600 });
  const { result, world } = await tell({ host, world: worldAt(20_000) });
  expect(result).toMatchObject({
    verdict: 'unreachable',
    obstacle: { code: 'no-sequence', problem: 'out-of-time' },
  });
  expect(world.hits).toEqual([]);
});

describe('the clock is compared', () => {
  const clockSource = 'ntp://ntp.example.net';
  const offset = { offsetMs: 300_000, errorMs: 12 };

  async function compared(request: {
    readonly aheadMs: number;
    readonly source: string;
    readonly knock?: object;
  }) {
    const asked: string[] = [];
    const compare: TimePorts['compare'] = async (source) => {
      asked.push(source);
      return ok(offset);
    };
    const host = hostWith(request.knock ?? knock, { tries: 1 });
    const world = worldAt(20_000, rotation({ aheadMs: 20_000 + request.aheadMs }), { compare });
    const story = await tell({ host, world, clockSource: request.source });
    return { asked, clock: story.result.clock, last: story.events.at(-1) };
  }

  test('after a failure', async () => {
    const { asked, clock, last } = await compared({ aheadMs: 300_000, source: clockSource });
    expect(asked).toEqual([clockSource]);
    expect(clock).toEqual(offset);
    expect(last).toMatchObject({ type: 'clock', source: clockSource, offset });
  });

  test.each([
    ['after a success', { aheadMs: 0, source: clockSource }],
    ['without a source', { aheadMs: 300_000, source: '' }],
    ['for ports that do not depend on it', { aheadMs: 0, source: clockSource, knock: nas().knock }],
  ])('not %s', async (_, request) => {
    expect(await compared(request)).toMatchObject({ asked: [], clock: null });
  });
});
