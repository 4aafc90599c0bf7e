import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

const words = ['app/result.ts', 'app/errors.ts', 'app/clock.ts', 'app/bytes.ts', 'app/json.ts'];
const pure = ['valibot', 'ipaddr.js'];
const features = [
  'app/history',
  'app/hosts',
  'app/knock',
  'app/launch',
  'app/memory',
  'app/network',
  'app/otp',
  'app/practice',
  'app/probe',
  'app/reach',
  'app/resolve',
  'app/rules',
  'app/secrets',
  'app/settings',
  'app/spa',
  'app/time',
  'app/transfer',
];
/** What draws the window. */
const page = [
  'react',
  'react-dom',
  'react-dom/client',
  'react-aria',
  'react-aria-components',
  'i18next',
  'react-i18next',
  'lucide-react',
  'jsqr',
  'zustand',
  'zustand/vanilla',
];
const shape = [
  ...words,
  ...features,
  'app/run.ts',
  'app/automation.ts',
  'app/contract.ts',
  'app/preview.ts',
  'app/snapshot.ts',
  'app/ports.ts',
];

/**
 * Who may import whom. What stands in no row is imported by nobody: `test` and `app/fake` by nothing that ships,
 * `app/engine` by no feature, adapter or wording. A feature sees another one only where its row says so.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  ...row(words, words),
  'app/history': [...words, 'app/network', 'app/rules', 'app/run.ts'],
  'app/hosts': [...words, ...pure],
  'app/knock': [...words, ...pure, 'app/hosts'],
  'app/launch': [...words, 'app/hosts'],
  'app/memory': [...words, ...pure],
  'app/network': [...words, ...pure],
  'app/otp': [...words, ...pure, '@noble/hashes', 'otpauth', 'app/hosts', 'app/knock', 'app/secrets'],
  'app/practice': [...words, ...pure, 'app/hosts', 'app/knock'],
  'app/probe': [...words, ...pure, 'app/hosts'],
  'app/reach': [...words, 'app/hosts', 'app/probe', 'app/run.ts'],
  'app/resolve': [...words, ...pure, 'app/hosts'],
  'app/rules': [...words, ...pure, 'app/hosts', 'app/network'],
  'app/secrets': [...words, ...pure, 'tweetnacl', 'app/hosts'],
  'app/settings': [...words, ...pure],
  'app/spa': [...words, '@noble/ciphers', '@noble/hashes', 'app/hosts'],
  'app/time': words,
  'app/transfer': [...words, ...pure, 'app/hosts', 'app/knock', 'app/otp', 'app/secrets'],
  ...row(
    [
      'app/automation.ts',
      'app/run.ts',
      'app/contract.ts',
      'app/preview.ts',
      'app/snapshot.ts',
      'app/ports.ts',
    ],
    [...shape, ...pure],
  ),
  'app/wire.ts': [...shape, ...pure],
  'app/present': shape,
  'app/engine': [...shape, ...pure],
  'app/node': [...shape, ...pure, 'app/wire.ts', 'node:'],
  'app/fake': [...shape, 'app/wire.ts'],
  'app/cli': [
    ...shape,
    ...pure,
    'app/wire.ts',
    'app/present',
    'app/engine',
    'app/node',
    'node:',
    'commander',
    'package.json',
  ],
  main: [
    ...shape,
    'app/wire.ts',
    'app/present',
    'app/engine',
    'app/node',
    'node:',
    'electron',
    'electron-store',
  ],
  'main/packaging': ['node:', '@electron/fuses', 'electron-builder'],
  renderer: [...shape, ...page, 'app/wire.ts', 'app/present'],
  'renderer/dev': [...shape, ...page, 'app/wire.ts', 'app/present', 'app/engine', 'app/fake', 'renderer'],
};

const sources = globSync(['app/**/*.ts', 'main/**/*.ts', 'renderer/**/*.{ts,tsx}'], {
  exclude: ['**/*.d.ts', '**/*.config.ts'],
}).map((file) => file.replaceAll('\\', '/'));
const imports = new Map(sources.map((file) => [file, importsOf(file)]));

test('every import is one its folder may make', () => {
  const foreign = [...imports].flatMap(([from, targets]) =>
    targets.filter((to) => !isAllowed(from, to)).map((to) => `${from} imports ${to}`),
  );
  expect(foreign).toEqual([]);
});

test('no file imports itself, however long the way', () => {
  const loops = sources.filter((file) => reachable(file).has(file));
  expect(loops).toEqual([]);
});

test('only what starts the app loads Electron, which plain Node would have to fetch first', () => {
  const loads = /^(?:import|export) (?!type\b)[^'"]*\bfrom 'electron(?:-store)?'/m;
  expect(sources.filter((file) => loads.test(readFileSync(file, 'utf8'))).toSorted()).toEqual([
    'main/compose.ts',
    'main/main.ts',
    'main/preload.ts',
  ]);
});

test('the test of app/a/b.ts is test/app/a/b.test.ts', () => {
  const orphans = globSync(['test/app/**/*.test.ts', 'test/main/*.test.ts']).filter(
    (file) => !existsSync(file.replace(/^test[\\/]/, '').replace(/\.test\.ts$/, '.ts')),
  );
  expect(orphans).toEqual([]);
});

test('no file of the application has grown beyond 400 lines', () => {
  const long = sources.filter((file) => readFileSync(file, 'utf8').split('\n').length > 400);
  expect(long).toEqual([]);
});

test.each([
  ['app/knock/plan.ts', 'app/engine/engine.ts'],
  ['app/knock/plan.ts', 'app/probe/verdict.ts'],
  ['app/knock/plan.ts', 'node:fs'],
  ['app/node/sockets.ts', 'app/engine/engine.ts'],
  ['app/present/status.ts', 'app/engine/store.ts'],
  ['app/cli/main.ts', 'app/fake/ports.ts'],
  ['app/cli/main.ts', 'test/app/helper.ts'],
  ['app/unheard-of/file.ts', 'app/result.ts'],
  ['main/compose.ts', 'app/fake/world.ts'],
  ['main/compose.ts', 'renderer/app.tsx'],
  ['main/window.ts', 'react'],
  ['main/compose.ts', 'main/packaging/after-pack.ts'],
  ['app/node/ports.ts', 'electron'],
  ['renderer/app.tsx', 'main/channels.ts'],
  ['renderer/app.tsx', 'app/engine/engine.ts'],
  ['renderer/app.tsx', 'app/fake/world.ts'],
  ['renderer/app.tsx', 'renderer/dev/world.ts'],
  ['renderer/app.tsx', 'node:fs'],
  ['renderer/dev/world.ts', 'app/node/ports.ts'],
])('%s may not import %s', (from, to) => {
  expect(isAllowed(from, to)).toBe(false);
});

/** `to` is a path from the root, or the name of a package. */
function isAllowed(from: string, to: string): boolean {
  const zone = zoneOf(from);
  return zone === zoneOf(to) || (mayImport[zone] ?? []).some((entry) => to === entry || zoneOf(to) === entry);
}

/** app/knock/plan.ts → app/knock, @noble/hashes/sha2.js → @noble/hashes, app/run.ts → app/run.ts, node:fs/promises → node: */
function zoneOf(path: string): string {
  if (path.startsWith('node:')) return 'node:';
  if (path.startsWith('@noble/')) return path.split('/').slice(0, 2).join('/');
  if (path.startsWith('renderer/')) return path.startsWith('renderer/dev/') ? 'renderer/dev' : 'renderer';
  if (path.startsWith('main/')) return path.startsWith('main/packaging/') ? 'main/packaging' : 'main';
  return path.startsWith('app/') ? path.split('/').slice(0, 2).join('/') : path;
}

function importsOf(file: string): readonly string[] {
  const statement =
    /^(?:import|export)\b[^'"`;()]*\bfrom\s*'([^']+)'|\bimport\s*\(\s*['"`]([^'"`]+)['"`]|^import\s*'([^']+)'/gm;
  return [...readFileSync(file, 'utf8').matchAll(statement)].map((match) => {
    const to = match[1] ?? match[2] ?? match[3] ?? '';
    return to.startsWith('.') ? posix.join(posix.dirname(file), to) : to;
  });
}

function reachable(file: string, seen: Set<string> = new Set()): Set<string> {
  for (const next of imports.get(file) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return seen;
}

function row(files: readonly string[], targets: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(files.map((file) => [file, targets]));
}
