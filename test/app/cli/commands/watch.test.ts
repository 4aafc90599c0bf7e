import { expect, test } from 'vitest';
import type { Peer } from '../../../../app/cli/peer.ts';
import { createEngine } from '../../../../app/engine/engine.ts';
import { createFakeNetwork, wifiReading } from '../../../../app/fake/network.ts';
import { localWire } from '../../../../app/fake/local-wire.ts';
import { createWorld } from '../../../../app/fake/world.ts';
import { emptyRulebook } from '../../../../app/rules/schema.ts';
import { home, knockd, nas } from '../../engine/story.ts';
import { rule } from '../../rules/rule.ts';
import { postern } from '../cli.ts';
import { lines } from '../lines.ts';

const away = wifiReading({ ssid: 'Away', last: 2 });

function worldWith() {
  const network = createFakeNetwork({ reading: wifiReading() });
  const host = nas();
  const rules = [rule({ when: { kind: 'joined' }, hosts: { ids: [host.id] } })];
  const world = createWorld({
    servers: { [home]: knockd() },
    network,
    hosts: [host],
    rulebook: { ...emptyRulebook, rules },
  });
  const join = (ms: number): void =>
    world.clock.after(ms, () => {
      network.setReading(away);
      network.hint('changed');
    });
  /** `postern watch` until it is stopped. */
  const watch = (argv: readonly string[], { forMs, peer }: { forMs: number; peer?: Peer }) =>
    world.clock.run(
      postern(['watch', ...argv], {
        folder: '',
        world: () => world.ports,
        onStart: (stop) => world.clock.after(forMs, stop),
        ...(peer !== undefined && { peer }),
      }),
    );
  return { ...world, join, watch };
}

test('it knocks as the rules say, and tells of it in lines that the schema knows', async () => {
  const { join, watch, hits } = worldWith();
  join(10_000);
  const { code, out, err } = await watch(['--json'], { forMs: 60_000 });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const printed = lines(out);
  expect(printed.map(({ type }) => type)).toEqual([
    'watching',
    'sources',
    'network',
    'decided',
    'network',
    // One network is left, and one joined.
    'decided',
    'decided',
    'ran',
  ]);
  expect(printed.at(-1)).toMatchObject({ kind: 'knock', cause: 'rule', result: { verdict: 'opened' } });
  expect(hits).toHaveLength(3);
});

test('for people it says what happened, why, and how it ended', async () => {
  const { join, watch } = worldWith();
  join(10_000);
  const { out } = await watch([], { forMs: 60_000 });
  expect(out).toContain('Postern acts on your rules.');
  expect(out).toContain('joined Away (10.1.2.1 on wlan0)');
  expect(out).toContain('  Knocking nas: this is what the rule is for.');
  expect(out).toMatch(/nas: Open.* \(a rule\): /);
});

test('while another Postern runs it shows what that one does, and goes on in its place', async () => {
  const { join, watch, clock, ports, hits } = worldWith();
  const running = createEngine(ports);
  const stop = new AbortController();
  let isThere = true;
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const peer: Peer = {
    attach: async () =>
      isThere ? { ...localWire(running), version: '1.2.3', ended, close: () => end() } : null,
    listen: async () => null,
  };
  await clock.run(running.loadRules({}));
  void running.automate(stop.signal);
  join(10_000);
  clock.after(30_000, () => {
    stop.abort();
    isThere = false;
    end();
  });
  const { code, out } = await watch(['--json'], { forMs: 60_000, peer });
  expect(code).toBe(0);
  const printed = lines(out);
  expect(printed.filter(({ type }) => type === 'watching')).toMatchObject([
    { isAttached: true },
    { isAttached: false },
  ]);
  expect(printed.filter(({ type }) => type === 'ran')).toHaveLength(1);
  expect(hits).toHaveLength(3);
});
