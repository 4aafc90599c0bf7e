import { expect, test } from 'vitest';
import { fail, ok } from '../../../../app/result.ts';
import { lines } from '../lines.ts';
import { inWorld } from '../world.ts';

const asked: string[] = [];
const world = (isThere = true) =>
  inWorld({
    time: {
      async compare(source) {
        asked.push(source);
        return isThere ? ok({ offsetMs: 90_000, errorMs: 20 }) : fail('no-answer');
      },
    },
  });

test('a clock is asked, and the difference told', async () => {
  expect(await world().run('clock --source ntp://ntp.example.net')).toEqual({
    code: 0,
    out: "This computer's clock is 1 min 30 s behind (ntp://ntp.example.net).\n",
    err: '',
  });
  expect(asked.at(-1)).toBe('ntp://ntp.example.net');
  expect(lines((await world().run('clock --source ntp://ntp.example.net --json')).out)).toEqual([
    { type: 'clock-offset', schema: 1, source: 'ntp://ntp.example.net', offsetMs: 90_000, errorMs: 20 },
  ]);
});

test('without an option it is the clock of the settings', async () => {
  const { run, ports } = world();
  expect(await run('clock')).toEqual({
    code: 2,
    out: '',
    err: 'postern: No clock to compare with is set. Name one: postern clock --source ntp://HOST\n',
  });
  const settings = { ...(await ports.settings.load()), clockSource: 'https://example.net/' };
  Object.assign(ports, { settings: { ...ports.settings, load: async () => settings } });
  expect((await run('clock')).out).toContain('(https://example.net/)');
});

test('a clock that does not answer is told', async () => {
  expect(await world(false).run('clock --source ntp://ntp.example.net')).toEqual({
    code: 2,
    out: '',
    err: "postern: ntp://ntp.example.net doesn't answer. Try again, or name another clock.\n",
  });
});
