import { describe, expect, test } from 'vitest';
import { offline, wifiReading } from '../../../app/fake/network.ts';
import type { FakeServer } from '../../../app/fake/servers.ts';
import { egressOf, identityOf } from '../../../app/network/identity.ts';
import type { Reading } from '../../../app/network/reading.ts';
import { known, rule } from '../rules/rule.ts';
import { nas, service } from './story.ts';
import { joinAt, reasons, watching } from './watching.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const host = nas();
const hosts = { ids: [host.id] };
const whenJoined = rule({ when: { kind: 'joined' }, hosts });
const whenWoke = rule({ when: { kind: 'woke' }, hosts });

const away = wifiReading({ ssid: 'Away', last: 2 });
const atHome = wifiReading();

/** A server that never opens. */
const shut: FakeServer = service(() => 'drop');

function withVpn(reading: Reading): Reading {
  return {
    ...reading,
    routes: [{ family: 4, gateway: null, link: 'tun0' }, ...reading.routes],
    links: [
      ...reading.links,
      {
        name: 'tun0',
        kind: 'vpn',
        addresses: [{ family: 4, address: '10.9.0.2', prefix: 24, isTemporary: false }],
        ssid: null,
      },
    ],
  };
}

function withPrivacyAddress(reading: Reading, n: number): Reading {
  return {
    ...reading,
    links: reading.links.map((link) => ({
      ...link,
      addresses: [
        ...link.addresses,
        { family: 6, address: '2001:db8:1::20', prefix: 64, isTemporary: false },
        { family: 6, address: `2001:db8:1::${n.toString(16)}`, prefix: 64, isTemporary: true },
      ],
    })),
  };
}

describe('a host that is knocked on joining a network', () => {
  test('is knocked once, within 3 s of the change, and open', async () => {
    const seen = await watching({
      rules: [whenJoined],
      forMs: minute,
      happens: (scene) => joinAt(scene, 10 * second, away),
    });
    expect(seen.knockedAt).toHaveLength(1);
    expect(seen.knockedAt[0]).toBeLessThan(13 * second);
    expect(seen.runs.map(({ cause, ruleId, result }) => [cause, ruleId, result.verdict])).toEqual([
      ['rule', whenJoined.id, 'opened'],
    ]);
    expect(reasons(seen)).toContain('joined: knock, occasion');
  });

  test('is knocked at most twice while the link flaps 20 times in 10 s', async () => {
    const seen = await watching({
      rules: [whenJoined],
      forMs: 5 * minute,
      happens(scene) {
        for (let flap = 0; flap < 20; flap += 1) {
          joinAt(scene, 10 * second + flap * 500, offline);
          joinAt(scene, 10 * second + flap * 500 + 250, away);
        }
      },
    });
    expect(seen.knockedAt.length).toBeGreaterThan(0);
    expect(seen.knockedAt.length).toBeLessThanOrEqual(2);
  });

  test('is left alone while IPv6 privacy addresses rotate', async () => {
    const seen = await watching({
      rules: [whenJoined, rule({ id: whenWoke.id.replace('101', '102'), when: { kind: 'changed' }, hosts })],
      reading: withPrivacyAddress(atHome, 0x100),
      forMs: day,
      happens(scene) {
        for (let n = 1; n < 24; n += 1) joinAt(scene, n * hour, withPrivacyAddress(atHome, 0x100 + n));
      },
    });
    expect(seen.knockedAt).toEqual([]);
    expect(seen.network.reads()).toBeGreaterThan(20);
  });

  test('is left alone when a VPN comes and goes', async () => {
    const seen = await watching({
      rules: [whenJoined],
      forMs: hour,
      happens(scene) {
        joinAt(scene, minute, withVpn(atHome));
        joinAt(scene, 10 * minute, atHome);
      },
    });
    expect(seen.knockedAt).toEqual([]);
    expect(seen.decisions.map(({ occasion }) => occasion.kind)).toEqual(['started', 'changed', 'changed']);
  });

  test('is left alone on a network that the rule excludes, and that is said', async () => {
    const trusted = known({
      gateway: '10.1.2.1',
      gatewayMac: '52:54:00:00:00:02',
      subnets: [],
      ssid: 'Away',
    });
    const seen = await watching({
      rules: [
        rule({
          when: { kind: 'joined' },
          hosts,
          on: { kind: 'except', networks: [{ kind: 'known', id: trusted.id }] },
        }),
      ],
      networks: [trusted],
      forMs: minute,
      happens: (scene) => joinAt(scene, second, away),
    });
    expect(seen.knockedAt).toEqual([]);
    expect(reasons(seen)).toContain('joined: skip, network-excluded');
  });

  test('is not knocked behind a portal, and once after it', async () => {
    const seen = await watching({
      rules: [whenJoined],
      settings: { captiveCheckUrl: 'http://check.example/' },
      forMs: 10 * minute,
      happens(scene) {
        joinAt(scene, second, away);
        scene.at(second, () => scene.network.setCaptive('captive'));
        scene.at(3 * minute, () => scene.network.setCaptive('unknown'));
        scene.at(5 * minute, () => scene.network.setCaptive('online'));
      },
    });
    expect(seen.knockedAt).toHaveLength(1);
    expect(seen.knockedAt[0]).toBeGreaterThan(5 * minute);
    expect(reasons(seen)).toEqual(['joined: skip, captive', 'joined: knock, occasion']);
  });

  test('is knocked when names can be resolved, and not before', async () => {
    const named = nas({ address: 'nas.example' });
    const seen = await watching({
      rules: [whenJoined],
      hosts: [named],
      forMs: minute,
      happens(scene) {
        scene.network.setResolving(false);
        joinAt(scene, 10 * second, away);
        scene.at(16 * second, () => scene.network.setResolving(true));
      },
    });
    const [joined] = seen.decisions.filter(({ occasion }) => occasion.kind === 'joined');
    expect((joined?.at ?? 0) - 1_767_225_600_000).toBeGreaterThanOrEqual(16 * second);
  });

  test('is knocked from the newest network, when one comes during the knock before', async () => {
    const seen = await watching({
      rules: [whenJoined],
      server: shut,
      forMs: 20 * second,
      happens(scene) {
        joinAt(scene, second, away);
        joinAt(scene, 5 * second, wifiReading({ ssid: 'Third', last: 3 }));
      },
    });
    const egresses = seen.decisions.flatMap(({ occasion, network }) =>
      occasion.kind === 'joined' && network !== null ? [egressOf(network)] : [],
    );
    expect(egresses).toHaveLength(2);
    expect(egresses[1]).not.toBe(egresses[0]);
    expect(reasons(seen).filter((reason) => reason === 'joined: knock, occasion')).toHaveLength(2);
  });
});

describe('waking', () => {
  test('makes one knock of waking and joining together', async () => {
    const seen = await watching({
      rules: [whenWoke, rule({ id: whenWoke.id.replace('101', '102'), when: { kind: 'joined' }, hosts })],
      forMs: minute,
      happens(scene) {
        scene.at(10 * second, () => scene.network.hint('woke'));
        joinAt(scene, 10 * second, away);
      },
    });
    expect(seen.knockedAt).toHaveLength(1);
  });

  test('does not trust what was seen before sleep', async () => {
    const seen = await watching({
      rules: [whenWoke],
      forMs: 9 * hour,
      happens(scene) {
        scene.at(second, () => scene.network.hint('woke'));
        scene.at(8 * hour, () => scene.network.hint('woke'));
      },
    });
    expect(seen.knockedAt).toHaveLength(2);
  });

  test('waits for a route', async () => {
    const seen = await watching({
      rules: [whenWoke],
      reading: offline,
      forMs: minute,
      happens(scene) {
        scene.at(20 * second, () => scene.network.hint('woke'));
        scene.at(26 * second, () => scene.network.setReading(atHome));
      },
    });
    expect(seen.knockedAt).toHaveLength(1);
    expect(seen.knockedAt[0]).toBeLessThan(29 * second);
  });
});

describe('a server that never opens', () => {
  const once = nas({ tries: 1, deadlineMs: 2_000 });

  test('is knocked again after 5, 10 and 20 s, and then not before the network changes', async () => {
    const seen = await watching({
      rules: [whenJoined],
      hosts: [once],
      server: shut,
      forMs: 50 * minute,
      happens: (scene) => joinAt(scene, second, away),
    });
    expect(seen.knockedAt).toHaveLength(4);
    const ends = seen.runs.map(({ startedAt, result }) => startedAt + result.tookMs);
    const pauses = seen.runs.slice(1).map(({ startedAt }, index) => startedAt - (ends[index] ?? 0));
    expect(pauses.map((pause) => Math.round(pause / second))).toEqual([5, 10, 20]);
  });

  test('is tried anew on another network', async () => {
    const seen = await watching({
      rules: [rule({ ...whenJoined, atMostAnHour: 8 })],
      hosts: [once],
      server: shut,
      forMs: 20 * minute,
      happens(scene) {
        joinAt(scene, second, away);
        joinAt(scene, 10 * minute, atHome);
      },
    });
    expect(seen.knockedAt).toHaveLength(8);
  });

  test('gets a few knocks an hour at most, however often this computer wakes', async () => {
    const seen = await watching({
      rules: [whenWoke, rule({ id: whenWoke.id.replace('101', '102'), when: { kind: 'joined' }, hosts })],
      hosts: [once],
      server: shut,
      forMs: day,
      happens(scene) {
        for (let n = 1; n < 24 * 30; n += 1) scene.at(n * 2 * minute, () => scene.network.hint('woke'));
      },
    });
    expect(seen.knockedAt.length).toBeGreaterThan(4);
    expect(seen.knockedAt.length).toBeLessThanOrEqual(4 * 24);
  });

  test('is not knocked again after somebody stopped the knock', async () => {
    const seen = await watching({
      rules: [whenJoined],
      server: shut,
      forMs: 10 * minute,
      happens(scene) {
        joinAt(scene, second, away);
        scene.at(4 * second, () => void scene.api.cancelKnock({ hostId: host.id }));
      },
    });
    expect(seen.runs.map(({ result }) => result.verdict)).toEqual(['cancelled']);
  });
});

describe('a day', () => {
  test('on two networks, with sleep, flaps and a VPN, has a knock for each occasion and no more', async () => {
    const seen = await watching({
      rules: [whenJoined, rule({ id: whenWoke.id.replace('101', '102'), when: { kind: 'woke' }, hosts })],
      forMs: day,
      happens(scene) {
        for (let n = 0; n < 12; n += 1) {
          const from = n * 2 * hour + minute;
          joinAt(scene, from, n % 2 === 0 ? away : atHome);
          for (let flap = 1; flap <= 5; flap += 1) {
            joinAt(scene, from + 10 * minute + flap * 400, offline);
            joinAt(scene, from + 10 * minute + flap * 400 + 200, n % 2 === 0 ? away : atHome);
          }
          joinAt(scene, from + 20 * minute, withVpn(n % 2 === 0 ? away : atHome));
          joinAt(scene, from + 40 * minute, n % 2 === 0 ? away : atHome);
          scene.at(from + 70 * minute, () => scene.network.hint('woke'));
        }
      },
    });
    expect(seen.knockedAt).toHaveLength(24);
    const pauses = seen.knockedAt.slice(1).map((at, index) => at - (seen.knockedAt[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThan(45 * minute);
  });

  test('of hints that mean nothing reads, and does nothing else', async () => {
    const seen = await watching({
      rules: [whenJoined],
      forMs: day,
      happens(scene) {
        for (let n = 1; n < 24 * 60; n += 1) scene.at(n * minute, () => scene.network.hint('changed'));
      },
    });
    expect(seen.knockedAt).toEqual([]);
    expect(seen.decisions).toHaveLength(1);
  });

  test('offline is a day without decisions about doors that are kept open', async () => {
    const seen = await watching({
      rules: [
        rule({
          when: { kind: 'started' },
          hosts,
          do: { kind: 'keep-open', while: { kind: 'hours', hours: 8 } },
        }),
      ],
      forMs: day,
      happens: (scene) => joinAt(scene, 10 * second, offline),
    });
    expect(seen.decisions.length).toBeLessThan(10);
  });
});

test('what is scheduled is knocked in its minute, at most 3 s late', async () => {
  const at = { kind: 'schedule', days: [1, 2, 3, 4, 5, 6, 7], at: '08:55' };
  const seen = await watching({ rules: [rule({ when: at, hosts })], forMs: 3 * day });
  const due = 8 * hour + 55 * minute;
  expect(seen.knockedAt).toHaveLength(3);
  for (const [n, knockedAt] of seen.knockedAt.entries()) {
    expect(knockedAt).toBeGreaterThanOrEqual(n * day + due);
    expect(knockedAt).toBeLessThan(n * day + due + 4 * second);
  }
});

test('a pause holds everything back, and its reason is kept', async () => {
  const seen = await watching({
    rules: [whenJoined],
    forMs: 3 * hour,
    happens(scene) {
      scene.at(second, () => void scene.api.pauseRules({ pause: 'hour' }));
      joinAt(scene, minute, away);
      joinAt(scene, 2 * hour, atHome);
    },
  });
  expect(reasons(seen)).toEqual(['joined: skip, paused', 'joined: knock, occasion']);
  expect(seen.knockedAt).toHaveLength(1);
});

test('ends at once, also while it knocks', async () => {
  const seen = await watching({
    rules: [whenJoined],
    server: shut,
    forMs: 5 * second,
    happens: (scene) => joinAt(scene, second, away),
  });
  expect(seen.runs.map(({ result }) => result.verdict)).toEqual(['cancelled']);
  expect(seen.world.clock.elapsed()).toBeLessThan(6 * second);
  expect(seen.network.isWatched()).toBe(false);
});

test('identities of the readings differ, so that these tests can fail', () => {
  expect(identityOf(atHome)?.key).not.toBe(identityOf(away)?.key);
});
