import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hostInput, id } from '../../hosts/host.ts';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { postern } from '../cli.ts';

function savedHosts(folder: string): readonly Record<string, unknown>[] {
  const file = JSON.parse(readFileSync(join(folder, 'hosts.json'), 'utf8')) as {
    hosts: Record<string, unknown>[];
  };
  return file.hosts;
}

async function withNas(): Promise<string> {
  const folder = temporaryFolder();
  const words = [
    '--address',
    'nas.example.net',
    '--steps',
    '7001 9001 8001 9901',
    '--check',
    'ssh/22',
    '--tags',
    'home,eu',
  ];
  expect(await postern(['hosts', 'add', 'nas', ...words], { folder })).toMatchObject({ code: 0, err: '' });
  return folder;
}

test('a host is added with everything that was said', async () => {
  const folder = temporaryFolder();
  const words = [
    '--address=nas.example.net',
    '--steps=7001 8001:udp=hex:c0ffee',
    '--gap=20',
    '--check=http=200/80',
    '--both',
    '--tries=2',
    '--deadline=3',
    '--connect',
    '--source=192.0.2.9',
    '--open-time=30',
    '--seq-timeout=20',
    '--rate=3',
    '--tags=home, eu',
    '--notes=in the cellar',
    '--admits-one',
  ];
  expect(await postern(['hosts', 'add', 'nas', ...words], { folder })).toMatchObject({ code: 0, err: '' });
  expect(savedHosts(folder)).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      name: 'nas',
      address: 'nas.example.net',
      family: 'both',
      knock: {
        method: 'sequence',
        steps: [
          { proto: 'tcp', port: 7001 },
          { proto: 'udp', port: 8001, payload: { kind: 'hex', hex: 'c0ffee' } },
        ],
        gapMs: 20,
        tcp: 'connect',
        seqTimeoutMs: 20_000,
      },
      check: { port: 80, expect: { kind: 'http', status: 200 } },
      closeOn: [],
      admitsOne: true,
      favourite: false,
      openForMs: 30_000,
      tries: 2,
      deadlineMs: 3_000,
      knocksPerMinute: 3,
      source: '192.0.2.9',
      tags: ['home', 'eu'],
      notes: 'in the cellar',
    },
  ]);
});

test('what is weak about a sequence is said when it is added, and it is saved all the same', async () => {
  const folder = temporaryFolder();
  const { code, out } = await postern(
    ['hosts', 'add', 'a', '--address', '192.0.2.3', '--steps', '7000 8000 9000'],
    { folder },
  );
  expect(code).toBe(0);
  expect(out).toContain('Note: One ascending port scan opens it: let the ports go up and down.');
  const other = await postern(['hosts', 'add', 'b', '--address', '192.0.2.4', '--steps', '7000 9001'], {
    folder,
  });
  expect(other.out).toContain("Note: Another host's sequence begins with 7000 too");
});

test('a sequence is made on request, with its reasons and with other ports than those in use', async () => {
  const folder = await withNas();
  const { code, out } = await postern(['hosts', 'add', 'web', '--address', '192.0.2.4', '--generate', '5'], {
    folder,
  });
  expect(code).toBe(0);
  expect(out).toContain(
    'Its ports go up and down: a scanner needs 3 ascending scans, 3 descending ones, or 4 in turn.',
  );
  expect(out).toContain('Left out: 4 ports of your other hosts.');
  expect(savedHosts(folder)[1]).toMatchObject({ name: 'web', knock: { steps: { length: 5 } } });
});

test.each<[what: string, words: readonly string[], change: object]>([
  ['the address', ['--address', '192.0.2.3'], { address: '192.0.2.3' }],
  [
    'the port to check, and not the answer',
    ['--check', '2222'],
    { check: { port: 2222, expect: { kind: 'ssh' } } },
  ],
  ['the whole check', ['--check', 'tcp/2222'], { check: { port: 2222 } }],
  ['the answer, and not the port', ['--expect', 'tls'], { check: { port: 22, expect: { kind: 'tls' } } }],
  ['the answer to none', ['--no-expect'], { check: { port: 22 } }],
  ['the family', ['-6'], { family: '6' }],
  ['the number of tries', ['--tries', '1'], { tries: 1 }],
  ['the server that admits one', ['--admits-one'], { admitsOne: true }],
  ['the tags to none', ['--no-tags'], { tags: [] }],
])('an edit changes %s and nothing else', async (_, words, change) => {
  const folder = await withNas();
  const [before] = savedHosts(folder);
  expect(await postern(['hosts', 'edit', 'nas', ...words], { folder })).toMatchObject({ code: 0, err: '' });
  expect(savedHosts(folder)).toEqual([{ ...before, ...change }]);
});

test('an edit takes back what was set', async () => {
  const folder = await withNas();
  const [before] = savedHosts(folder);
  const set = [
    '--gap',
    '20',
    '--open-time',
    '30',
    '--source',
    '192.0.2.9',
    '--deadline',
    '3',
    '--rate',
    '3',
    '--connect',
    '--admits-one',
    '--notes',
    'x',
    '--seq-timeout',
    '20',
    '--tries',
    '3',
  ];
  await postern(['hosts', 'edit', 'nas', ...set], { folder });
  expect(savedHosts(folder)).not.toEqual([before]);
  const back = set.filter((word) => word.startsWith('--')).map((word) => word.replace('--', '--no-'));
  expect(await postern(['hosts', 'edit', 'nas', ...back], { folder })).toMatchObject({ code: 0, err: '' });
  expect(savedHosts(folder)).toEqual([before]);
  await postern(['hosts', 'edit', 'nas', '--no-check'], { folder });
  expect(savedHosts(folder)[0]).not.toHaveProperty('check');
});

test('a host is renamed, also in the case of its letters alone, and removed', async () => {
  const folder = await withNas();
  expect(await postern(['hosts', 'rename', 'nas', 'NAS'], { folder })).toMatchObject({
    code: 0,
    out: 'Renamed "nas" to "NAS".\n',
  });
  expect(await postern(['hosts', 'show', 'nas'], { folder })).toMatchObject({ code: 0 });
  expect(await postern(['hosts', 'remove', 'nas'], { folder })).toMatchObject({
    code: 0,
    out: 'Removed "NAS".\n',
  });
  expect(savedHosts(folder)).toEqual([]);
});

test('a list says how to begin, and then what there is', async () => {
  const folder = temporaryFolder();
  expect((await postern(['hosts', 'list'], { folder })).out).toMatch(
    /^No hosts yet\. Add one with: postern hosts add /,
  );
  await postern(['hosts', 'add', 'nas', '--address', '192.0.2.3', '--steps', '7000'], { folder });
  expect((await postern(['hosts', 'list'], { folder })).out).toBe(
    'NAME  ADDRESS    METHOD  CHECK  TAGS\nnas   192.0.2.3  1 step  none\n',
  );
});

test('an entry that is no valid host is left out of the list, and told', async () => {
  const folder = temporaryFolder();
  const hosts = [hostInput, { ...hostInput, id: id(2), name: 'web', tries: 'many' }];
  writeFileSync(join(folder, 'hosts.json'), JSON.stringify({ version: 1, hosts }));
  const { code, out, err } = await postern(['hosts', 'list'], { folder });
  expect(code).toBe(0);
  expect(out).not.toContain('web');
  expect(err).toBe(
    'postern: Entry 2 of the hosts file ("web") is left out: Tries: Use a whole number from 1 to 8.\n',
  );
  const json = await postern(['hosts', 'list', '--json'], { folder });
  expect(JSON.parse(json.out)).toMatchObject({
    hosts: [{ name: 'nas' }],
    damaged: [{ index: 1, name: 'web', issues: [{ path: 'tries' }] }],
  });
});

test('what listens is kept, shown, and taken back', async () => {
  const folder = await withNas();
  await postern(['hosts', 'edit', 'nas', '--server', 'knockd'], { folder });
  expect(savedHosts(folder)).toMatchObject([{ knock: { server: 'knockd' } }]);
  expect((await postern(['hosts', 'show', 'nas'], { folder })).out).toMatch(/^Server +knockd$/m);
  await postern(['hosts', 'edit', 'nas', '--no-server'], { folder });
  expect(savedHosts(folder)[0]).not.toHaveProperty('knock.server');
});

test('two edits of one host at the same time both stay', async () => {
  const folder = await withNas();
  const edits = [
    ['--notes', 'in the cellar'],
    ['--tags', 'cellar'],
    ['--tries', '2'],
  ];
  await Promise.all(edits.map((words) => postern(['hosts', 'edit', 'nas', ...words], { folder })));
  expect(savedHosts(folder)).toMatchObject([{ notes: 'in the cellar', tags: ['cellar'], tries: 2 }]);
});
