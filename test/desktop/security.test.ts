import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Wire } from '../../app/wire.ts';
import { control } from './launch.ts';
import { startPostern, type Postern } from './postern.ts';

// What Electron's security checklist asks for, looked at from inside the page and from outside, on the built app.

declare global {
  interface Window {
    readonly wire: Wire;
    hit?: boolean;
  }
}

let postern: Postern;
let page: Page;
const violations: string[] = [];

beforeAll(async () => {
  postern = await startPostern({});
  page = await postern.window(() => control(postern.app, (standIn) => standIn.chooseInTray('Open Postern')));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML/i.test(message.text())) violations.push(message.text());
  });
});

afterAll(() => postern.close());

test('the page is ours, in a secure context, without Node', async () => {
  const url = await postern.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  );
  expect(url).toMatch(/^app:\/\/bundle\/index\.html/);
  const seen = await page.evaluate(() => ({
    isSecure: isSecureContext,
    leaked: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
  }));
  expect(seen).toEqual({ isSecure: true, leaked: [] });
});

test('the wire has two verbs, and nobody can replace them', async () => {
  const seen = await page.evaluate(() => {
    const before = window.wire;
    const attempts = [
      () => Object.assign(window, { wire: null }),
      () => Object.assign(window.wire, { call: null }),
      () => Reflect.deleteProperty(window, 'wire'),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        // Refused aloud is refused too.
      }
    }
    return {
      keys: Object.keys(window.wire).toSorted(),
      isFrozen: Object.isFrozen(window.wire),
      isSame: window.wire === before && typeof window.wire.call === 'function',
    };
  });
  expect(seen).toEqual({ keys: ['call', 'watch'], isFrozen: true, isSame: true });
});

test('a whole tour of the window breaks no rule of the policy', async () => {
  for (const place of ['#/hosts', '#/hosts/new', '#/activity', '#/settings', '#/welcome', '#/hosts']) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, place);
    await page.waitForTimeout(100);
  }
  expect(violations).toEqual([]);
});

test('inline scripts, strings as code and other servers are out of reach', async () => {
  const seen = await page.evaluate(async () => {
    // What a debugger evaluates may use eval(); what comes after a turn of the page's own loop may not.
    await new Promise((resolve) => setTimeout(resolve, 1));
    const script = document.createElement('script');
    const tries = {
      inline: () => {
        script.textContent = 'window.hit = true';
        document.body.append(script);
      },
      html: () => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit = true">');
      },
      code: () => {
        // oxlint-disable-next-line typescript/no-implied-eval
        const code = new Function('window.hit = true') as () => void;
        code();
      },
    };
    const refused = Object.entries(tries).flatMap(([name, attempt]) => {
      try {
        attempt();
        return [];
      } catch {
        return [name];
      }
    });
    const fetched = await fetch('https://example.net/').then(
      () => 'fetched',
      () => 'refused',
    );
    return { refused, fetched, hit: window.hit ?? false };
  });
  expect(seen).toEqual({ refused: ['inline', 'html', 'code'], fetched: 'refused', hit: false });
});

test('the page stays where it is, and opens nothing', async () => {
  const before = page.url();
  const opened = await page.evaluate(() => {
    const popups = ['https://example.net/', 'javascript:alert(1)', 'file:///etc/passwd', 'about:blank'];
    const windows = popups.map((url) => window.open(url));
    location.href = 'https://example.net/';
    return windows;
  });
  await page.waitForTimeout(300);
  expect(opened).toEqual([null, null, null, null]);
  expect([page.url(), postern.app.windows().length]).toEqual([before, 1]);
  expect(await control(postern.app, (standIn) => standIn.handedOut())).toEqual([]);
});

test.each([
  ['/index.html', 200],
  ['/..%2f..%2fpackage.json', 403],
  ['/..%2fmain%2findex.js', 403],
  ['/package.json', 404],
])('of our own files the page gets %s with %d', async (path, status) => {
  const answered = await postern.app.evaluate(
    async ({ net }, url) => (await net.fetch(url)).status,
    `app://bundle${path}`,
  );
  expect(answered).toBe(status);
});

test('every permission is denied but that of copying', async () => {
  const permissions = [
    'geolocation',
    'media',
    'notifications',
    'clipboard-read',
    'openExternal',
    'usb',
    'hid',
    'fileSystem',
  ];
  for (const permission of permissions) {
    const answers = await control(
      postern.app,
      (standIn, name) => standIn.askPermission(name, 'app://bundle'),
      permission,
    );
    expect(Object.values(answers)).not.toContain(true);
  }
});

test.each([
  ['nobody', null],
  ['another site', { url: 'https://example.net/', origin: 'https://example.net' }],
  ['a site that begins like ours', { url: 'app://bundle.evil/', origin: 'app://bundle.evil' }],
  ['a frame in our page', { url: 'app://bundle/index.html', origin: 'app://bundle', isSubframe: true }],
])('%s is answered on no channel', async (_who, sender) => {
  const channels = await control(postern.app, (standIn) => standIn.ipcChannels());
  // The second is electron-store's own: two paths, for a sender that would have to be a preload of ours.
  expect(channels).toEqual({ handled: ['call'], heard: expect.arrayContaining(['watch']) as string[] });
  expect(channels.heard.filter((name) => !['watch', 'electron-store-get-data'].includes(name))).toEqual([]);
  const answer = await control(
    postern.app,
    (standIn, from) => standIn.forgeInvoke('call', ['loadHosts', {}], from),
    sender,
  );
  expect(answer).toEqual({ error: 'Error: refused' });
});

test('our own page is answered, so the refusals above mean something', async () => {
  const answer = await control(
    postern.app,
    (standIn, from) => standIn.forgeInvoke('call', ['loadHosts', {}], from),
    { url: 'app://bundle/index.html', origin: 'app://bundle' },
  );
  expect(answer).toEqual({ value: { ok: true, value: [] } });
});

test('hostile input is an error that names nothing of this computer', async () => {
  const inputs: readonly (readonly [string, unknown])[] = [
    ['__proto__', {}],
    ['constructor', {}],
    ['watch', {}],
    ['knock', { subject: { hostId: '../..' } }],
    ['removeHost', { hostId: 'x'.repeat(1_000_000) }],
    ['saveHost', { host: { name: '/etc/passwd' }, was: null }],
    ['saveSettings', { settings: null }],
    ['readActivity', { filter: {}, beforeId: null, count: 1e9 }],
  ];
  const errors = await page.evaluate(
    (tries) => Promise.all(tries.map(([name, input]) => window.wire.call(name, input).catch(String))),
    inputs,
  );
  expect(errors).toEqual(
    inputs.map(() => "Error: Error invoking remote method 'call': Error: the command failed"),
  );
});

test('in all of this nothing was asked of another computer', async () => {
  const blocked = await control(postern.app, (standIn) => standIn.blockedRequests());
  // The page above tried once, and the policy stopped it before it became a request.
  expect(blocked).toEqual([]);
});
