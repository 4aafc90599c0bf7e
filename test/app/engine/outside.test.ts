import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld } from '../../../app/fake/world.ts';
import { fail, ok } from '../../../app/result.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';

const clockSource = 'ntp://ntp.example.net';
const settings = { ...defaultSettings, clockSource };
const key = {
  fingerprint: 'ABCD',
  userId: 'me <me@example.net>',
  algorithm: 'ed25519',
  canSign: true,
  canEncrypt: false,
  isOwn: true,
};

test('the clock is compared with the one in the settings', async () => {
  const offset = { offsetMs: -40, errorMs: 12 };
  const asked: string[] = [];
  const compare = async (source: string) => {
    asked.push(source);
    return ok(offset);
  };
  const engine = createEngine(createWorld({ time: { compare } }).ports, settings);
  expect([await engine.checkClock({}), asked]).toEqual([{ ok: true, value: offset }, [clockSource]]);
});

test('a clock that does not answer is named', async () => {
  const engine = createEngine(createWorld({}).ports, settings);
  expect(await engine.checkClock({})).toEqual({
    ok: false,
    error: { code: 'clock-unknown', source: clockSource, problem: 'unreachable' },
  });
});

test('without a clock in the settings nobody is asked', async () => {
  const compare = async () => {
    throw new Error('nobody may ask');
  };
  const engine = createEngine(createWorld({ time: { compare } }).ports, defaultSettings);
  expect(await engine.checkClock({})).toMatchObject({ error: { code: 'clock-unknown', problem: 'not-set' } });
});

test.each([
  ['/srv/gpg', '/srv/gpg'],
  [null, undefined],
])("gpg's keys are those of the folder %s", async (home, asked) => {
  const folders: unknown[] = [];
  const gpgKeys = async (folder: string | undefined) => {
    folders.push(folder);
    return ok([key]);
  };
  const engine = createEngine(createWorld({ spa: { gpgKeys } }).ports);
  expect(await engine.gpgKeys({ home })).toEqual({ ok: true, value: [key] });
  expect(folders).toEqual([asked]);
});

test('what gpg did not do is a failure', async () => {
  const engine = createEngine(createWorld({ spa: { gpgKeys: async () => fail('locked') } }).ports);
  expect(await engine.gpgKeys({ home: null })).toEqual({
    ok: false,
    error: { code: 'gpg', problem: 'locked' },
  });
});
