import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Peer } from '../../../app/cli/peer.ts';
import { createEngine, type Engine } from '../../../app/engine/engine.ts';
import { attach } from '../../../app/node/socket/attach.ts';
import { listen } from '../../../app/node/socket/listen.ts';
import { openPracticeDoor } from '../../../app/node/practice-door.ts';
import { createPorts } from '../../../app/node/ports.ts';
import { parseHost } from '../../../app/hosts/schema.ts';
import { serve } from '../../../app/wire.ts';
import { id } from '../hosts/host.ts';
import { temporaryFolder } from '../node/temporary-folder.ts';
import { postern } from './cli.ts';
import { lines } from './lines.ts';

/** A Postern that stays, with a practice door saved as "nas", and how others find it. */
async function running() {
  const folder = temporaryFolder();
  const path = join(folder, 'run', 'test.sock');
  const door = await openPracticeDoor({
    steps: ['tcp', 'tcp', 'tcp'],
    seqTimeoutMs: 10_000,
    openForMs: 5_000,
  });
  onTestFinished(() => door.close());
  const engine = createEngine(createPorts({ folder }));
  const host = parseHost({ id: id(1), name: 'nas', ...door.host });
  if (!host.ok) throw new Error(JSON.stringify(host.error));
  await engine.saveHost({ host: host.value, was: null });
  const listening = await listenWith(path, engine);
  let attached = 0;
  const peer: Peer = {
    attach() {
      attached += 1;
      return attach(path);
    },
    listen: async () => null,
  };
  return { folder, engine, peer, attached: () => attached, stop: () => listening.close(), door };
}

async function listenWith(path: string, engine: Engine) {
  const listening = await listen({ path, wire: serve(engine), version: '1.2.3', onBug() {} });
  if (listening === null) throw new Error('nobody may listen here');
  onTestFinished(() => listening.close());
  return listening;
}

async function knocksOf(engine: Engine) {
  const kept = await engine.readActivity({ filter: {}, beforeId: null, count: 200 });
  return kept.ok ? kept.value.entries : [];
}

describe('while Postern runs', () => {
  test('a knock is made by that one, and shown here', async () => {
    const { folder, engine, peer } = await running();
    const { code, out, err } = await postern(['knock', 'nas', '--json'], { folder, peer });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const printed = lines(out);
    expect(printed.at(-1)).toMatchObject({ type: 'result', verdict: 'opened' });
    expect(printed.filter(({ type }) => type === 'packet')).toHaveLength(3);
    expect(await knocksOf(engine)).toMatchObject([{ cause: 'command-line', result: { verdict: 'opened' } }]);
  });

  test('fifty knocks at once are one sequence', async () => {
    const { folder, engine, peer } = await running();
    const all = await Promise.all(
      Array.from({ length: 50 }, () => postern(['knock', 'nas', '--quiet'], { folder, peer })),
    );
    expect(all.map(({ code }) => code)).toEqual(Array.from({ length: 50 }, () => 0));
    const sent = (await knocksOf(engine)).filter(({ result }) => result.packets > 0);
    expect(sent.map(({ result }) => result.packets)).toEqual([3]);
  });

  test('a check is made there too, and --no-attach does it here', async () => {
    const { folder, peer, attached } = await running();
    expect(await postern(['check', 'nas'], { folder, peer })).toMatchObject({ code: 4, err: '' });
    expect(attached()).toBe(1);
    expect(await postern(['check', 'nas', '--no-attach'], { folder, peer })).toMatchObject({ code: 4 });
    expect(attached()).toBe(1);
  });

  test('what changes files alone asks nobody', async () => {
    const { folder, peer, attached } = await running();
    await postern(['hosts', 'list'], { folder, peer });
    await postern(['version'], { folder, peer });
    expect(attached()).toBe(0);
  });

  test('Ctrl-C stops the knock there', async () => {
    const { folder, engine, peer } = await running();
    let interrupt = (): void => {};
    const knocked = await postern(['knock', 'nas', '--gap', '2000'], {
      folder,
      peer,
      onStart: (stop) => (interrupt = stop),
      onOut: (text) => void (text.includes('sent') && interrupt()),
    });
    expect(knocked.code).toBe(8);
    expect(await knocksOf(engine)).toMatchObject([{ result: { verdict: 'cancelled' } }]);
  });

  test('one that ends before it answers is no bug', async () => {
    const { folder, peer, stop } = await running();
    const { code, err } = await postern(['knock', 'nas'], {
      folder,
      peer,
      onOut: (text) => void (text.includes('sent') && stop()),
    });
    expect({ code, err }).toEqual({
      code: 8,
      err: 'postern: The running Postern ended before it answered. Try again.\n',
    });
  });
});

test('without one, a command does it itself', async () => {
  const { folder, engine, peer, stop } = await running();
  await stop();
  expect(await postern(['knock', 'nas', '--quiet'], { folder, peer })).toMatchObject({ code: 0 });
  expect(await knocksOf(engine)).toHaveLength(1);
});

test('a locked vault is opened there, with the passphrase of this command', async () => {
  const { folder, engine, peer } = await running();
  const passphrase = 'correct horse battery';
  await engine.setPassphrase({ current: null, next: passphrase });
  const host = parseHost({
    id: id(2),
    name: 'otp',
    address: '127.0.0.1',
    tries: 1,
    knock: { method: 'totp', derivation: { scheme: 'pk1', label: 'nas' } },
  });
  if (!host.ok) throw new Error(JSON.stringify(host.error));
  const secrets = { 'otp-secret': { text: 'KRUGKIDTMVRXEZLUEBUXGIDIMVZGKIJB', encoding: 'base32' } } as const;
  await engine.saveHost({ host: host.value, was: null, secrets });
  await engine.lockVault({});
  const refused = await postern(['knock', 'otp'], { folder, peer });
  expect(refused.code).toBe(7);
  const knocked = await postern(['knock', 'otp'], { folder, peer, typed: [passphrase] });
  expect(knocked).toMatchObject({ code: 3 });
  expect(await engine.loadSecrets({})).toMatchObject({ value: { state: 'open' } });
});
