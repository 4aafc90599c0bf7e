import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labProblem } from './lab.ts';
import { startStrictDoor } from './servers/strict.ts';
import { startEcho, startSession } from './session.ts';
import { createUplinks, type Uplinks } from './uplinks.ts';
import { startWatch } from './watch.ts';

// A door that its server closes, and `postern watch` that keeps it open for as long as it is needed.

const keepOpen = { when: { kind: 'started' }, do: { kind: 'keep-open', while: { kind: 'connected' } } };

describe.skipIf(labProblem !== null)('a door that closes after 20 s', () => {
  let net: Uplinks;

  beforeAll(async () => {
    net = await createUplinks();
    await net.use('first');
    await startEcho(net.server);
  });
  afterAll(() => net.close());

  test('stays open for a session of a minute, and is knocked no more within one period of its end', async () => {
    const openForS = 20;
    const door = await startStrictDoor(net.server, { openForS });
    const watch = await startWatch(net.client, {
      address: net.address,
      host: { openForMs: openForS * 1_000 },
      rules: [keepOpen],
    });
    await watch.told('the door is open', ({ type }) => type === 'ran');
    const session = await startSession(net.client, net.address);
    await sleep(62_000);
    expect(session.lost()).toBeNull();
    // No packet of the session was ever held up at a closed door: TCP would have repeated it 0.2 s later at the earliest.
    expect(session.answersMs().length).toBeGreaterThan(200);
    expect(Math.max(...session.answersMs())).toBeLessThan(1_000);
    const during = await door.begun();
    expect(during).toBeGreaterThanOrEqual(4);
    expect(during).toBeLessThanOrEqual(5);
    await session.end();
    await watch.told('the end is noticed', ({ decisions = [] }) =>
      JSON.stringify(decisions).includes('not-connected'),
    );
    expect(await door.begun()).toBe(during);
    expect(await watch.stop()).toBe(0);
  });
});
