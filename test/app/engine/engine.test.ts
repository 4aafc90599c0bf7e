import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld } from '../../../app/fake/world.ts';
import type { Entry } from '../../../app/history/entry.ts';
import type { Memory } from '../../../app/memory/schema.ts';
import { serve } from '../../../app/wire.ts';
import { derivation, hostWith, withPorts } from './methods/codes.ts';

const options = { cause: 'test', always: false, force: true, ifRunning: 'replace' } as const;
const passphrase = 'canary passphrase';

/** Each method with its secrets as they are typed. Every one of them holds the word. */
const journeys = [
  [{ method: 'totp', derivation }, { 'otp-secret': 'canary of totp' }],
  [{ method: 'hotp', derivation }, { 'otp-secret': 'canary of hotp' }],
  [
    { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } },
    { 'spa-key': 'canary of the key', 'spa-hmac-key': 'canary of the HMAC' },
  ],
  [{ method: 'pknock', port: 2_000 }, { 'pknock-secret': 'canary of pknock' }],
] as const;

/** As a text, in hexadecimal digits, in base64 and as numbers: whatever somebody might print. */
function shapes(text: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(text)];
  return [
    text,
    bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    btoa(text).replace(/=+$/, ''),
    bytes.join(','),
  ];
}

test.each(journeys)('whatever is done with %j, no secret comes out of the engine', async (knock, typed) => {
  const told: unknown[] = [];
  const kept: Entry[] = [];
  const memory = new Map<string, Memory>();
  const host = hostWith(knock, { tries: 2 });
  const world = withPorts(createWorld({ memory }), (ports) => ({
    history: { ...ports.history, add: async (entry: Entry) => void kept.push(entry) },
  }));
  const engine = createEngine(world.ports);
  const wire = serve(engine);
  wire.watch((update) => told.push(structuredClone(update)));
  const call = async (name: string, input: unknown) =>
    told.push(await world.clock.run(wire.call(name, input).catch((error: unknown) => String(error))));

  const secrets = Object.fromEntries(
    Object.entries(typed).map(([slot, text]) => [slot, { text, encoding: 'text' }]),
  );
  const wrong = Object.fromEntries(
    Object.entries(typed).map(([slot, text]) => [slot, { text: `${text} ß`, encoding: 'hex' }]),
  );
  const subject = { host };
  await call('loadHosts', {});
  await call('saveHost', { host, was: null, secrets });
  await call('setPassphrase', { current: null, next: passphrase });
  await call('saveHost', { host, was: null, secrets: wrong });
  await call('saveHost', { host, was: null, secrets });
  await call('preview', { subject: { hostId: host.id }, count: 5 });
  await call('preview', { subject: { ...subject, secrets: wrong }, count: 5 });
  await call('knock', { subject: { ...subject, secrets }, options });
  await call('knock', { subject: { hostId: host.id }, options });
  await call('knock', { subject: { ...subject, secrets: 'canary of a bad input' }, options });
  await call('lockVault', {});
  await call('unlockVault', { passphrase: `${passphrase}!` });
  await call('knock', { subject: { hostId: host.id }, options });
  await call('unlockVault', { passphrase });
  await call('removeHost', { hostId: host.id });
  await call('forgetSecrets', { hostIds: [host.id] });
  await call('readActivity', { filter: {}, beforeId: null, count: 50 });

  const everything = JSON.stringify([told, kept, [...memory.entries()]]);
  expect(world.hits.length).toBeGreaterThan(0);
  expect(kept.length).toBeGreaterThan(0);
  expect(everything).not.toMatch(/canary/i);
  for (const text of [...Object.values(typed), passphrase]) {
    for (const shape of shapes(text)) expect(everything).not.toContain(shape);
  }
});
