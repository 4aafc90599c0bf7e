import { expect, test } from 'vitest';
import { createEngine } from '../../../app/engine/engine.ts';
import { createWorld } from '../../../app/fake/world.ts';
import { encodeSpa } from '../../../app/spa/encode.ts';
import { host, id } from '../hosts/host.ts';

const ask = { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] };
const spa = host({ knock: { method: 'spa', ask, clockOffsetS: 300 } });
const keys = {
  'spa-key': new TextEncoder().encode('an encryption key'),
  'spa-hmac-key': new TextEncoder().encode('an HMAC key'),
};
const world = (secrets = { [spa.id]: keys }) =>
  createWorld({
    hosts: [spa, host({ id: id(1), name: 'fixed' })],
    vault: { passphrase: 'correct horse', secrets },
  });

function packet(timeS: number): string {
  const made = encodeSpa({
    fields: {
      rand: '1234567890123456',
      user: 'user',
      timeS,
      version: '3.0.0',
      type: 1,
      message: '0.0.0.0,tcp/22',
      nat: null,
      serverAuth: null,
      timeoutS: null,
    },
    digest: 'sha256',
    mode: 'cbc',
    key: keys['spa-key'],
    hmac: { hash: 'sha256', key: keys['spa-hmac-key'] },
    salt: new Uint8Array(8),
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

test("a packet is judged with the host's keys, by the time of its server", async () => {
  const { ports, clock } = world();
  const { explainPacket } = createEngine(ports);
  const ours = packet(Math.floor(clock.now() / 1_000));
  expect(await explainPacket({ hostId: spa.id, packet: ours })).toMatchObject({
    ok: true,
    value: { kind: 'rijndael', hmac: 'right', ageS: 300, refusal: { code: 'age' } },
  });
});

test('without keys, host or fwknop nothing is told', async () => {
  const { explainPacket } = createEngine(world({ [spa.id]: { ...keys, 'spa-key': new Uint8Array() } }).ports);
  expect(await explainPacket({ hostId: id(1), packet: '' })).toEqual({
    ok: true,
    value: { kind: 'other-method' },
  });
  expect(await explainPacket({ hostId: id(9), packet: '' })).toMatchObject({
    error: { code: 'host-not-found' },
  });
  const bare = createEngine(createWorld({ hosts: [spa] }).ports);
  expect(await bare.explainPacket({ hostId: spa.id, packet: '' })).toMatchObject({
    error: { code: 'secret-missing', slots: ['spa-key', 'spa-hmac-key'] },
  });
});
