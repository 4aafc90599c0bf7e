import { describe, expect, test } from 'vitest';
import { describeBecause, describeDecision, describeRule } from '../../../app/present/rules.ts';
import type { Because, Decision } from '../../../app/rules/decision.ts';
import { id } from '../hosts/host.ts';
import { known, nas, rule, web } from '../rules/rule.ts';

const home = { kind: 'known', id: id(201) };
const names: Readonly<Record<string, string>> = { [nas]: 'nas', [web]: 'web' };
const time = (): string => '14:02';

function sentence(fields: Readonly<Record<string, unknown>> = {}): string {
  return describeRule(rule(fields), { hostName: (host) => names[host] ?? null, networks: [known()] });
}

describe('a rule reads as a sentence', () => {
  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{}, 'When this computer wakes, knock nas, unless it is open already, at most 6 times an hour.'],
    [
      { on: { kind: 'except', networks: [home] }, hosts: { ids: [nas, web], tags: ['work'] } },
      'When this computer wakes, on any network except "Home", knock nas, web and all hosts tagged "work", unless it is open already, at most 6 times an hour.',
    ],
    [
      {
        when: { kind: 'joined' },
        on: { kind: 'only', networks: [home, { kind: 'ssid', pattern: 'Café*' }] },
        atMostAnHour: 1,
      },
      'When this computer joins "Home" or Wi-Fi named "Café*", knock nas, unless it is open already, at most 1 time an hour.',
    ],
    [
      { when: { kind: 'left' }, do: { kind: 'close' }, unless: { metered: true, battery: true } },
      'When this computer leaves any network, close nas, unless the network is metered or this computer runs on battery, at most 6 times an hour.',
    ],
    [
      { when: { kind: 'changed' }, unless: { open: false } },
      'When the connection changes within any network, knock nas, at most 6 times an hour.',
    ],
    [
      { when: { kind: 'connect' }, do: { kind: 'keep-open', while: { kind: 'connected' } } },
      'Before Postern connects, keep nas open while a program is connected, up to 8 h, at most 6 times an hour.',
    ],
    [
      { when: { kind: 'started' }, do: { kind: 'keep-open', while: { kind: 'until', at: '18:00' } } },
      'When Postern starts, keep nas open until 18:00, up to 8 h, at most 6 times an hour.',
    ],
    [
      {
        when: { kind: 'schedule', days: [5, 1, 2, 3, 4], at: '08:55' },
        do: { kind: 'keep-open', while: { kind: 'hours', hours: 2.5 } },
      },
      'From Monday to Friday at 08:55, keep nas open for 2 h 30 min, at most 6 times an hour.',
    ],
    [
      {
        when: { kind: 'schedule', days: [7, 6], at: '10:00' },
        on: { kind: 'only', networks: [{ kind: 'link', link: 'wired' }] },
      },
      'On Saturday and Sunday at 10:00, on wired networks, knock nas, unless it is open already, at most 6 times an hour.',
    ],
    [
      { when: { kind: 'schedule', days: [1, 2, 3, 4, 5, 6, 7], at: '10:00' }, hosts: { ids: [id(99)] } },
      'Every day at 10:00, knock a host that was removed, unless it is open already, at most 6 times an hour.',
    ],
    [
      {
        on: {
          kind: 'only',
          networks: [
            { kind: 'known', id: id(299) },
            { kind: 'gateway', address: '10.0.0.1' },
            { kind: 'subnet', subnet: '10.0.0.0/8' },
          ],
        },
        hosts: {},
      },
      'When this computer wakes, on a network that was removed, networks behind 10.0.0.1 or networks in 10.0.0.0/8, knock no host, unless it is open already, at most 6 times an hour.',
    ],
  ])('%#', (fields, expected) => {
    expect(sentence(fields)).toBe(expected);
  });

  test('that no name can turn round', () => {
    const text = describeRule(rule({ hosts: { ids: [nas], tags: ['a\u202eb'] } }), {
      hostName: () => 'n\u001b[2Jas',
      networks: [],
    });
    expect(text).toContain('knock n·[2Jas and all hosts tagged "a·b"');
  });
});

describe('a decision reads as a sentence', () => {
  test.each<[Decision['act'], Because, string]>([
    ['knock', { code: 'occasion' }, 'Knocking nas: this is what the rule is for.'],
    ['knock', { code: 'open-time-unknown' }, 'Knocking nas: once, as nobody knows how long it stays open.'],
    ['keep-open', { code: 'already-open' }, 'Keeping nas open: it is open already.'],
    ['close', { code: 'occasion' }, 'Closing nas: this is what the rule is for.'],
    [
      'skip',
      { code: 'network-excluded', name: 'Home' },
      'Left nas alone: the rule excludes "Home", and this is it.',
    ],
    [
      'skip',
      { code: 'backing-off', failures: 2, until: 1 },
      'Left nas alone: it failed 2 times in a row on this network, so nothing is tried before 14:02.',
    ],
    [
      'skip',
      { code: 'backing-off', failures: 4, until: null },
      'Left nas alone: it failed 4 times in a row on this network, so nothing is tried before the network changes.',
    ],
    [
      'skip',
      { code: 'hourly-limit', limit: 6 },
      'Left nas alone: the rule has knocked it 6 times in the last hour, which is its limit.',
    ],
    ['skip', { code: 'paused', until: 1 }, 'Left nas alone: auto-knock is paused until 14:02.'],
    ['skip', { code: 'paused', until: null }, 'Left nas alone: auto-knock is paused until you resume it.'],
  ])('%s, %o', (act, because, expected) => {
    const decision = { ruleId: id(101), hostId: nas, act, because };
    expect(describeDecision(decision, { host: 'nas', time })).toBe(expected);
  });

  test('with a reason that no other one has', () => {
    const reasons: readonly Because[] = [
      { code: 'occasion' },
      { code: 'disabled' },
      { code: 'other-occasion' },
      { code: 'network-excluded', name: null },
      { code: 'network-not-named', name: null },
      { code: 'network-not-named', name: 'Home' },
      { code: 'network-removed' },
      { code: 'offline' },
      { code: 'captive' },
      { code: 'already-open' },
      { code: 'metered' },
      { code: 'on-battery' },
      { code: 'done-here' },
      { code: 'no-such-host' },
      { code: 'nothing-to-close' },
      { code: 'not-connected' },
      { code: 'connection-unknown' },
      { code: 'open-time-unknown' },
      { code: 'keep-open-over' },
      { code: 'secrets-locked' },
    ];
    const said = reasons.map((because) => describeBecause(because, time));
    expect(new Set(said).size).toBe(reasons.length);
    expect(said.filter((text) => /^$|[A-Z.!]$|undefined|null/.test(text))).toEqual([]);
  });
});
