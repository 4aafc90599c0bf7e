import { describe, expect, test } from 'vitest';
import { dryRun, type DryRun, type Recorded } from '../../../app/rules/dry-run.ts';
import { network } from '../network/reading.ts';
import { facts, known, nas, noon, rule, web } from './rule.ts';
import { wall, zone } from './zones.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const berlin = zone('Europe/Berlin');
const office = network({ key: 'mac office', gatewayMac: '52:54:00:aa:aa:aa', ssid: null });

function woke(hoursAgo: number, overrides: Partial<Recorded> = {}): Recorded {
  return {
    at: noon - hoursAgo * hourMs,
    occasion: { kind: 'woke' },
    network: network(),
    conditions: { isCaptive: false, isMetered: null, onBattery: null },
    openIds: [],
    ...overrides,
  };
}

function run(fields: Readonly<Record<string, unknown>>, recorded: readonly Recorded[]): DryRun {
  return dryRun({
    rule: rule(fields),
    recorded,
    networks: [known()],
    hosts: [facts(), facts({ id: web })],
    until: noon,
    offsetAt: berlin,
  });
}

describe('a dry run', () => {
  test('counts what the rule would have done, and shows the newest of each reason first', () => {
    const recorded = [
      woke(30),
      woke(20, { openIds: [nas] }),
      woke(10, { network: office }),
      woke(5, { network: null }),
    ];
    const { counts, examples } = run({}, recorded);
    expect(counts).toEqual({ knock: 2, 'keep-open': 0, close: 0, skip: 2 });
    expect(examples.map(({ at, decision }) => [(noon - at) / hourMs, decision.because.code])).toEqual([
      [5, 'offline'],
      [10, 'occasion'],
      [20, 'already-open'],
    ]);
    expect(examples.map((example) => example.network?.key ?? null)).toEqual([
      null,
      office.key,
      network().key,
    ]);
  });

  test('leaves out occasions that the rule is not for', () => {
    const recorded = [woke(3, { occasion: { kind: 'started' } }), woke(2)];
    expect(run({}, recorded).counts).toEqual({ knock: 1, 'keep-open': 0, close: 0, skip: 0 });
  });

  test('takes a rule for on that is not yet', () => {
    expect(run({ enabled: false }, [woke(2)]).counts.knock).toBe(1);
  });

  test('goes by the networks the user named', () => {
    const away = { on: { kind: 'except', networks: [{ kind: 'known', id: known().id }] } };
    expect(run(away, [woke(3), woke(2, { network: office })]).counts).toMatchObject({ knock: 1, skip: 1 });
  });

  test('keeps to the hourly limit and to one knock for occasions that come together', () => {
    const often = [0.9, 0.5, 0.2].map((hours) => woke(hours));
    expect(run({ atMostAnHour: 2 }, often).counts).toMatchObject({ knock: 2, skip: 1 });
    const together = [woke(1), woke(1, { at: noon - hourMs + 2_000 })];
    expect(run({}, together).examples[0]?.decision.because.code).toBe('done-here');
  });

  test('looks at each host by itself', () => {
    expect(run({ hosts: { ids: [nas, web] } }, [woke(2, { openIds: [web] })]).counts).toMatchObject({
      knock: 1,
      skip: 1,
    });
  });

  test('asks at the times of a schedule, wherever the computer was last', () => {
    const when = { kind: 'schedule', days: [1, 2, 3, 4, 5, 6, 7], at: '08:55' };
    const recorded = [
      woke(3 * 24),
      woke(36, { network: null }),
      woke(20, { occasion: { kind: 'schedule', at: noon - 20 * hourMs } }),
    ];
    const { counts, examples } = run({ when }, recorded);
    expect(counts).toEqual({ knock: 2, 'keep-open': 0, close: 0, skip: 1 });
    expect(examples.map(({ at, decision }) => [wall(at, berlin), decision.because.code])).toEqual([
      ['2026-03-03 08:55', 'occasion'],
      ['2026-03-02 08:55', 'offline'],
    ]);
  });

  test('finds nothing where nothing was recorded', () => {
    const nothing = { counts: { knock: 0, 'keep-open': 0, close: 0, skip: 0 }, examples: [] };
    expect(run({}, [])).toEqual(nothing);
    expect(run({ when: { kind: 'schedule', days: [1], at: '08:55' } }, [])).toEqual(nothing);
  });

  test('does not count again what was retried or renewed', () => {
    const retry = woke(1, { occasion: { kind: 'retry', hostId: nas, of: { kind: 'woke' } } });
    expect(run({}, [woke(2), retry]).counts.knock).toBe(1);
  });

  test('of 90 days takes every day', () => {
    const days = Array.from({ length: 90 }, (_, index) => woke(0, { at: noon - (90 - index) * dayMs }));
    expect(run({}, days).counts.knock).toBe(90);
  });
});
