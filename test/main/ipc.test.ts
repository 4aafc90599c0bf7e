import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEngine } from '../../app/engine/engine.ts';
import { createWorld } from '../../app/fake/world.ts';
import { applyUpdate, type Update } from '../../app/wire.ts';
import type { Api } from '../../app/contract.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { channels } from '../../main/channels.ts';
import { serveWindows } from '../../main/ipc.ts';
import { host } from '../app/hosts/host.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ours = { origin: 'app://bundle', parent: null };

/** The sending end as Electron has it. */
class Contents extends EventEmitter {
  readonly updates: Update[] = [];
  isGone = false;
  send(channel: string, update: Update): void {
    if (channel !== channels.update) throw new Error(`a message on ${channel}`);
    this.updates.push(structuredClone(update));
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
}

function serveOn(api: Api) {
  const handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>();
  const bugs: unknown[] = [];
  const ipcMain = {
    handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => unknown) =>
      handlers.set(channel, handler),
    on: (channel: string, handler: (event: unknown, ...args: unknown[]) => unknown) =>
      handlers.set(channel, handler),
  } as unknown as IpcMain;
  serveWindows({ ipcMain, api, onBug: (error) => bugs.push(error) });
  const contents = new Contents();
  const say = async (channel: string, senderFrame: unknown, ...args: unknown[]): Promise<unknown> =>
    handlers.get(channel)?.({ sender: contents, senderFrame }, ...args);
  return { say, contents, bugs, registered: [...handlers.keys()] };
}

function engine(): Api {
  return createEngine(createWorld({}).ports);
}

test('there are two channels to the main process, and no more', () => {
  expect(serveOn(engine()).registered).toEqual(['call', 'watch']);
});

test.each([
  ['a frame that is gone', null],
  ['another site', { origin: 'https://example.net', parent: null }],
  ['a site whose name begins like ours', { origin: 'app://bundle.example.net', parent: null }],
  ['a file', { origin: 'file://', parent: null }],
  ['a frame inside our page', { origin: 'app://bundle', parent: ours }],
])('%s is refused on every channel', async (_who, frame) => {
  const { say, contents } = serveOn(engine());
  await expect(say(channels.call, frame, 'loadHosts', {})).rejects.toThrow('refused');
  await say(channels.watch, frame);
  vi.runAllTimers();
  expect(contents.updates).toEqual([]);
});

test('our page is answered', async () => {
  const { say } = serveOn(engine());
  expect(await say(channels.call, ours, 'loadHosts', {})).toEqual({ ok: true, value: [] });
});

test.each<[string, readonly unknown[]]>([
  ['no name', []],
  ['a name of Object', ['constructor', {}]],
  ['a name that is no text', [{ toString: () => 'loadHosts' }, null]],
  ['watch', ['watch', () => undefined]],
  ['an id that is none', ['removeHost', { hostId: '../../etc/passwd' }]],
  ['a field too much', ['loadHosts', { and: 'more' }]],
  ['no input', ['knock', undefined]],
])('%s is an error that tells nothing', async (_story, args) => {
  const { say, bugs } = serveOn(engine());
  await expect(say(channels.call, ours, ...args)).rejects.toThrow(/^the command failed$/);
  expect(bugs).toHaveLength(1);
});

test('the page gets the whole snapshot first, then the latest change twenty times a second at most', async () => {
  const { say, contents } = serveOn(engine());
  await say(channels.watch, ours);
  for (let n = 1; n <= 5; n += 1) {
    const saved = host({ id: `00000000-0000-4000-8000-00000000000${n}`, name: `host ${n}` });
    await say(channels.call, ours, 'saveHost', { host: saved, was: null });
  }
  expect(contents.updates).toHaveLength(1);
  vi.advanceTimersByTime(50);
  expect(contents.updates).toHaveLength(2);
  const shown = contents.updates.reduce<Snapshot | null>(
    (before, update) => applyUpdate(before, update),
    null,
  );
  expect(shown?.hosts).toMatchObject({ state: 'ready', list: { length: 5 } });
});

test('a page that was loaded again gets the whole snapshot again, and each change once', async () => {
  const { say, contents } = serveOn(engine());
  await say(channels.watch, ours);
  vi.advanceTimersByTime(100);
  await say(channels.watch, ours);
  vi.advanceTimersByTime(100);
  expect(contents.updates.map(({ kind }) => kind)).toEqual(['whole', 'whole']);
  await say(channels.call, ours, 'saveHost', { host: host(), was: null });
  vi.advanceTimersByTime(100);
  expect(contents.updates).toHaveLength(3);
});

test('a page that is being loaded hears nothing before it asks', async () => {
  const { say, contents } = serveOn(engine());
  await say(channels.watch, ours);
  contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
  await say(channels.call, ours, 'loadHosts', {});
  vi.advanceTimersByTime(100);
  contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  await say(channels.call, ours, 'saveHost', { host: host(), was: null });
  vi.advanceTimersByTime(100);
  await say(channels.watch, ours);
  expect(contents.updates.map(({ kind }) => kind)).toEqual(['whole', 'change', 'whole']);
});

test('a window that was closed gets nothing more, and leaves no timer', async () => {
  const { say, contents } = serveOn(engine());
  await say(channels.watch, ours);
  contents.isGone = true;
  contents.emit('destroyed');
  await say(channels.call, ours, 'saveHost', { host: host(), was: null });
  vi.runAllTimers();
  expect(contents.updates).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});
