import { describe, expect, test } from 'vitest';
import { createFakeNetwork, offline, wifiReading } from '../../../../app/fake/network.ts';
import { createWorld } from '../../../../app/fake/world.ts';
import { host, id } from '../../hosts/host.ts';
import { postern } from '../cli.ts';
import { lines } from '../lines.ts';

const hosts = [
  host({ id: id(1), name: 'nas', address: '192.0.2.3', tags: ['work'] }),
  host({ id: id(2), name: 'web', address: '192.0.2.4' }),
];

function world(reading = wifiReading()) {
  const { ports, clock } = createWorld({ hosts, network: createFakeNetwork({ reading }) });
  /** Words; those that hold blanks stand behind them. */
  return (words: string, ...others: readonly string[]) =>
    clock.run(postern([...words.split(' '), ...others], { folder: '', world: () => ports }));
}

describe('a rule is written as it reads', () => {
  test.each<[readonly [string, ...string[]], string]>([
    [
      ['rules add --when joined --hosts nas'],
      'When this computer joins any network, knock nas, unless it is open already, at most 6 times an hour.',
    ],
    [
      ['rules add --when woke --hosts nas,web --tags work --unless never --at-most 2'],
      'When this computer wakes, knock nas, web and all hosts tagged "work", at most 2 times an hour.',
    ],
    [
      ['rules add --hosts nas --when', 'fri-mon 08:55', '--do', 'keep-open:until=17:00'],
      'On Monday, Friday, Saturday and Sunday at 08:55, keep nas open until 17:00, up to 8 h, at most 6 times an hour.',
    ],
    [
      ['rules add --hosts nas --when 17:30 --do close'],
      'Every day at 17:30, close nas, at most 6 times an hour.',
    ],
    [
      ['rules add --hosts nas --when connect --do keep-open:hours=1.5'],
      'Before Postern connects, keep nas open for 1 h 30 min, at most 6 times an hour.',
    ],
    [
      ['rules add --hosts nas --when joined --on only:ssid=Café*,link=mobile,subnet=10.0.0.0/8'],
      'When this computer joins Wi-Fi named "Café*", mobile networks or networks in 10.0.0.0/8, knock nas, unless it is open already, at most 6 times an hour.',
    ],
  ])('%j', async (argv, sentence) => {
    const run = world();
    expect(await run(...argv)).toEqual({ code: 0, out: `Added: ${sentence}\n`, err: '' });
    expect(await run('rules list')).toEqual({ code: 0, out: ` 1  ${sentence}\n`, err: '' });
  });
});

describe('what is no rule is refused in one sentence', () => {
  test.each<[readonly [string, ...string[]], string]>([
    [
      ['rules add --when moon --hosts nas'],
      '--when: Write joined, left, changed, woke, started, connect, or a time such as 08:55 or "mon-fri 08:55".',
    ],
    [
      ['rules add --hosts nas --when', 'mon-fro 08:55'],
      '--when: Write joined, left, changed, woke, started, connect, or a time such as 08:55 or "mon-fri 08:55".',
    ],
    [['rules add --when joined'], 'Say for which hosts: --hosts nas,web or --tags work.'],
    [['rules add --hosts nas'], "Required option '--when <occasion>' not specified."],
    [['rules add --when joined --hosts nos'], 'There is no host "nos".'],
    [
      ['rules add --when joined --hosts nas --on except:Office'],
      'No network is called "Office". Name the one that you are in: postern networks add "Office"',
    ],
    [
      ['rules add --when joined --hosts nas --on Office'],
      '--on: Write any, only:NETWORK,… or except:NETWORK,….',
    ],
    [
      ['rules add --when joined --hosts nas --on only:subnet=10.0.0.0'],
      'The rule is wrong at on.networks.0.subnet: Use a subnet such as 192.168.1.0/24.',
    ],
    [
      ['rules add --when joined --hosts nas --do keep-open'],
      '--do: Write knock, close, keep-open:connected, keep-open:until=17:00 or keep-open:hours=4.',
    ],
    [['rules add --when joined --hosts nas --do keep-open:hours=9'], 'The rule is wrong at do.while.hours:'],
    [['rules add --when joined --hosts nas --at-most 61'], 'The rule is wrong at atMostAnHour:'],
    [
      ['rules add --when joined --hosts nas --unless rain'],
      '--unless: Write open, metered, battery, any of them with commas, or never.',
    ],
    [['rules edit 1'], 'Say what to change, such as --when woke or --disable.'],
    [['rules edit 7 --disable'], 'There is no rule 7. See: postern rules list'],
    [['rules dry-run'], 'Name a rule, or say when: --when joined --hosts NAME'],
  ])('%j', async (argv, sentence) => {
    const run = world();
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`postern: ${sentence}`);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect((await run('rules list')).out).toContain('No rules yet.');
  });
});

test('an edit changes what it says and nothing else', async () => {
  const run = world();
  await run('rules add --when joined --hosts nas --at-most 2');
  await run('rules edit 1 --when woke --disable --json');
  expect((await run('rules list')).out).toBe(
    ' 1  When this computer wakes, knock nas, unless it is open already, at most 2 times an hour.  (off)\n',
  );
  await run('rules edit 1 --enable');
  expect((await run('rules show 1')).out).not.toContain('(off)');
});

test('a rule that is removed is gone', async () => {
  const run = world();
  await run('rules add --when joined --hosts nas');
  expect((await run('rules remove 1')).out).toContain('Removed: When this computer joins');
  expect((await run('rules list')).out).toContain('No rules yet.');
});

test('a pause is told in the list until it is over', async () => {
  const run = world();
  expect((await run('rules pause until-resumed')).out).toBe('No rule acts until: postern rules resume\n');
  expect((await run('rules list')).out).toContain('Paused until you resume it.');
  expect((await run('rules resume')).out).toBe('Rules act again.\n');
  expect((await run('rules list')).out).not.toContain('Paused');
});

test('a network gets a name where this computer is in it, and rules can exclude it', async () => {
  const run = world();
  expect((await run('networks add Home')).out).toBe('"Home" is Home (10.1.1.1 on wlan0).\n');
  expect((await run('networks add home')).code).toBe(2);
  expect((await run('networks list')).out).toContain('Home  10.1.1.1');
  await run('rules add --when joined --hosts nas --on except:home');
  expect((await run('rules list')).out).toContain('any network except "Home"');
  const removed = await run('networks remove Home');
  expect(removed).toMatchObject({ code: 0, err: 'postern: A rule names it still: postern rules list\n' });
});

test('no network gets a name offline', async () => {
  const run = world(offline);
  expect(await run('networks add Home')).toMatchObject({
    code: 2,
    err: 'postern: This computer is offline: join the network, then name it.\n',
  });
});

test('decisions that were never made are none', async () => {
  expect((await world()('decisions')).out).toContain('Nothing was decided yet.');
  expect((await world()('decisions --acted')).out).toBe('No rule has done anything yet.\n');
});

test('everything is in the schema', async () => {
  const run = world();
  const types: string[] = [];
  const all: readonly (readonly [string, ...string[]])[] = [
    ['rules add --json --hosts nas --do keep-open:connected --when', 'mon-fri 08:55'],
    ['networks add Home --json'],
    ['rules add --json --when joined --hosts nas --on only:Home,gateway=10.0.0.1'],
    ['rules list --json'],
    ['rules show 2 --json'],
    ['rules dry-run 2 --json'],
    ['rules pause --json'],
    ['networks list --json'],
    ['decisions --json'],
    ['networks remove Home --json'],
    ['rules remove 2 --json'],
    ['rules remove 2 --json'],
    ['close nas --json'],
  ];
  for (const argv of all) {
    types.push(...lines((await run(...argv)).out).map(({ type }) => type));
  }
  expect(types).toEqual([
    'rule',
    'network-named',
    'rule',
    'rules',
    'rule',
    'dry-run',
    'paused',
    'networks',
    'decisions',
    'network-removed',
    'rule',
    'error',
    'error',
  ]);
});
