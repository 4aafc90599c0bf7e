import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { desktopWords } from '../../app/present/desktop-language.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { showNotices } from '../../main/notifications.ts';
import { host as makeHost, id } from '../app/hosts/host.ts';
import { failed, knocked, knocking, now, open, snapshot } from '../app/present/snapshot.ts';

const nas = makeHost({ id: id(1), name: 'nas' });
const nothing = snapshot({ hosts: [nas] });
const opened = snapshot({ hosts: [nas], reach: { [nas.id]: open() } });
const stuck = snapshot({ hosts: [nas], reach: { [nas.id]: failed({}, now + 1) } });

function listen(options: { readonly isVisible?: boolean; readonly isSupported?: boolean } = {}) {
  const { isVisible = false, isSupported = true } = options;
  const log: string[] = [];
  const shown: EventEmitter[] = [];
  const hostsShown: string[] = [];
  class FakeNotification extends EventEmitter {
    static isSupported = (): boolean => isSupported;
    readonly title: string;
    constructor({ title }: { title: string }) {
      super();
      this.title = title;
    }
    show(): void {
      shown.push(this);
      log.push(this.title);
    }
    close(): void {
      log.push(`close ${this.title}`);
      this.emit('close');
    }
  }
  let show: (snapshot: Snapshot) => void = () => {};
  showNotices({
    api: {
      watch(listener) {
        show = listener;
        return () => {};
      },
    },
    Notification: FakeNotification as never,
    words: () => desktopWords('en'),
    isWindowVisible: () => isVisible,
    showHost: (hostId) => hostsShown.push(hostId),
    showDecisions: () => hostsShown.push('decisions'),
  });
  return { log, shown, hostsShown, show: (next: Snapshot) => show(next) };
}

test('what was known at the start is no news; what happens later is', () => {
  const { log, show } = listen();
  show(opened);
  show(stuck);
  expect(log).toEqual(['nas did not open']);
});

test('a click shows the host, and a newer notice takes the place of the older one', () => {
  const { log, shown, hostsShown, show } = listen();
  show(nothing);
  show(opened);
  shown[0]?.emit('click');
  show(stuck);
  expect(hostsShown).toEqual([nas.id]);
  expect(log).toEqual(['nas is open', 'close nas is open', 'nas did not open']);
});

test.each([{ isVisible: true }, { isSupported: false }])('with %j nothing is shown', (options) => {
  const { log, show } = listen(options);
  show(nothing);
  show(opened);
  expect(log).toEqual([]);
});

afterEach(() => vi.useRealTimers());

test('what rules do with several hosts waits for the last of them, and is one notice', () => {
  vi.useFakeTimers();
  const bastion = makeHost({ id: id(2), name: 'bastion' });
  const hosts = [nas, bastion];
  const begun = { ...knocking(), cause: 'rule' } as const;
  const ended = { ...knocked(), cause: 'rule' } as const;
  const { log, shown, hostsShown, show } = listen();
  show(snapshot({ hosts }));
  const first = { [nas.id]: failed() };
  show(snapshot({ hosts, runs: { [nas.id]: ended, [bastion.id]: begun }, reach: first }));
  vi.advanceTimersByTime(60_000);
  expect(log).toEqual([]);
  const both = { ...first, [bastion.id]: failed() };
  show(snapshot({ hosts, runs: { [nas.id]: ended, [bastion.id]: ended }, reach: both }));
  vi.advanceTimersByTime(2_000);
  expect(log).toEqual(['2 did not open: nas and bastion']);
  shown[0]?.emit('click');
  expect(hostsShown).toEqual(['decisions']);
});
