import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { claimInstance } from '../../main/single-instance.ts';

const hostId = '5b0f6c3e-7d3f-4a39-9d52-0a4f6f1f2a10';

function fakeApp(isFirst: boolean) {
  const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => isFirst });
  return { app: app as unknown as App, emit: app.emit.bind(app) };
}

test('a second process learns that it is one', () => {
  expect(claimInstance({ app: fakeApp(false).app })).toBe(false);
});

test('later starts, links and clicks on the Dock ask for the window, in their order, those before we listen too', () => {
  const { app, emit } = fakeApp(true);
  const instance = claimInstance({ app });
  if (instance === false) throw new Error('the first process got no lock');
  let isPrevented = false;
  emit('open-url', { preventDefault: () => (isPrevented = true) }, `postern://open/${hostId}`);
  // What macOS says of every start.
  emit('activate', {});
  const heard: unknown[] = [];
  instance.listen((link) => heard.push(link));
  emit('second-instance', {}, ['postern', '--inspect', 'https://example.net'], '/');
  emit('second-instance', {}, ['postern', `postern://open/${hostId}`], '/');
  emit('activate', {});
  expect(heard).toEqual([{ hostId }, null, { hostId }, null]);
  expect(isPrevented).toBe(true);
});
