import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createNetworkPort } from '../../../../app/node/network/port.ts';
import type { Source } from '../../../../app/node/network/sources/source.ts';
import { openFakeBus } from '../dbus/fake-bus.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const patient = { timeout: 10_000 };

/** A computer with no program but an `ip`, if it has that, which prints a line for each that is written to its file. */
function computer({ hasIp, bus = 'unix:path=/nobody' }: { readonly hasIp: boolean; readonly bus?: string }) {
  const root = temporaryFolder();
  const pidFile = join(root, 'pid');
  mkdirSync(join(root, 'proc/net'), { recursive: true });
  const ip = join(root, 'ip');
  // The pid of each start on a line of its own.
  writeFileSync(ip, `#!/bin/sh\necho $$ >> ${pidFile}\nexec sleep 600\n`);
  if (hasIp) chmodSync(ip, 0o755);
  const hints: string[] = [];
  let sources = '';
  let extra: ((hint: 'woke') => void) | null = null;
  const power: Source = {
    name: 'power monitor',
    listen: ({ onActive, onHint }, signal) =>
      new Promise((resolve) => {
        extra = onHint;
        onActive();
        signal.addEventListener('abort', () => resolve('died'), { once: true });
      }),
  };
  const port = createNetworkPort({ platform: 'linux', root, folders: [root], bus, extraHints: [power] });
  const stop = port.watch({
    onHint: (hint) => void hints.push(hint),
    onSources: (now) => void (sources = now.map(({ name, state }) => `${name} ${state}`).join(', ')),
  });
  onTestFinished(stop);
  return {
    hints,
    stop,
    port,
    sources: () => sources,
    wake: () => extra?.('woke'),
    pids: () => (existsSync(pidFile) ? readFileSync(pidFile, 'utf8').trim().split('\n').map(Number) : []),
    removeIp: () => chmodSync(ip, 0o644),
    setRoute: (gateway: string) =>
      writeFileSync(
        join(root, 'proc/net/route'),
        `Iface\tDestination\neth9\t00000000\t${gateway}\t0003\t0\t0\t100\t00000000\n`,
      ),
  };
}

const rest = 'logind missing, clock active, power monitor active';

test('ip monitor is used where it is, started again when it was killed, and killed at the end', async () => {
  const { sources, pids, stop } = computer({ hasIp: true });
  await expect.poll(sources, patient).toBe(`ip monitor active, ${rest}`);
  await expect.poll(() => pids().length, patient).toBe(1);
  process.kill(pids()[0] ?? 0, 'SIGKILL');
  await expect.poll(sources, patient).toContain('ip monitor restarting');
  await expect.poll(() => pids().length, patient).toBe(2);
  await expect.poll(sources, patient).toBe(`ip monitor active, ${rest}`);
  stop();
  await expect.poll(() => existsSync(`/proc/${pids()[1]}`), patient).toBe(false);
});

test('while ip monitor is gone, looking finds what changed since', async () => {
  const { sources, pids, hints, setRoute, removeIp } = computer({ hasIp: true });
  await expect.poll(() => pids().length, patient).toBe(1);
  await expect.poll(() => hints.length, patient).toBe(1);
  removeIp();
  process.kill(pids()[0] ?? 0, 'SIGKILL');
  await expect
    .poll(sources, patient)
    .toBe(`ip monitor missing, NetworkManager missing, polling active, ${rest}`);
  setRoute('0101A8C0');
  await expect.poll(() => hints.length, patient).toBe(2);
});

test('without ip NetworkManager tells', async () => {
  const owned = ['org.freedesktop.NetworkManager'];
  const bus = await openFakeBus({ socket: join(temporaryFolder(), 'bus'), owned });
  onTestFinished(() => bus.close());
  const { sources, hints } = computer({ hasIp: false, bus: bus.address });
  await expect.poll(sources, patient).toBe(`ip monitor missing, NetworkManager active, ${rest}`);
  bus.signal({ member: 'PropertiesChanged', strings: owned });
  await expect.poll(() => hints, patient).toEqual(['changed']);
});

test('what else tells of waking is heard, and what was remembered is forgotten', async () => {
  const { hints, wake, sources } = computer({ hasIp: false });
  await expect.poll(sources, patient).toContain('power monitor active');
  wake();
  expect(hints).toEqual(['woke']);
});

test('on other systems the ports answer as well, with what Node tells', async () => {
  for (const platform of ['darwin', 'win32', 'freebsd'] as const) {
    const port = createNetworkPort({ platform, root: temporaryFolder(), folders: [] });
    const reading = await port.read();
    expect(reading).toMatchObject({ gatewayMac: null, isMetered: null, onBattery: null });
    let sources: readonly string[] = [];
    const stop = port.watch({
      onHint() {},
      onSources: (now) =>
        void (sources = now.filter(({ state }) => state === 'active').map(({ name }) => name)),
    });
    await expect.poll(() => sources, patient).toEqual(['polling', 'clock']);
    stop();
  }
});
