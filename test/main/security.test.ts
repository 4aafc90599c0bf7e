import { EventEmitter } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import type { App, Session } from 'electron';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import {
  confineContents,
  contentSecurityPolicy,
  denyPermissions,
  mayOpenOutside,
  pageScheme,
} from '../../main/security.ts';

class Contents extends EventEmitter {
  open: (details: { url: string }) => unknown = () => undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.open = handler;
  }
}

function confined() {
  const app = new EventEmitter();
  const opened: string[] = [];
  confineContents({
    app: app as unknown as App,
    shell: { openExternal: async (url) => void opened.push(url) },
  });
  const contents = new Contents();
  app.emit('web-contents-created', {}, contents);
  const goes = (event: string, url: string): boolean => {
    let isPrevented = false;
    contents.emit(event, { url, preventDefault: () => (isPrevented = true) });
    return !isPrevented;
  };
  return { contents, opened, goes };
}

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '%s leads nowhere but to our page',
  (event) => {
    const { goes } = confined();
    const ways = [
      'app://bundle/index.html#/hosts',
      'https://example.net/',
      'app://bundle.example.net/',
      'app://user@bundle/',
      'app://other/',
      'file:///etc/passwd',
      'data:text/html,x',
      'javascript:1',
      'blob:app://bundle/5b0f',
      'about:blank',
      'no url',
    ];
    expect(ways.filter((url) => goes(event, url))).toEqual(['app://bundle/index.html#/hosts']);
  },
);

test('no window opens, and only known links reach the browser of the system', () => {
  const { contents, opened } = confined();
  const links = [
    'https://github.com/jvinet/knock',
    'https://github.com/jvinet/knock/../../evil',
    'https://github.com/jvinet/knock#x',
    'http://github.com/jvinet/knock',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://server/share',
    String.raw`\\server\share`,
    'postern://open/5b0f6c3e-7d3f-4a39-9d52-0a4f6f1f2a10',
  ];
  expect(links.map((url) => contents.open({ url }))).toEqual(links.map(() => ({ action: 'deny' })));
  expect(opened).toEqual(['https://github.com/jvinet/knock']);
  expect(links.filter(mayOpenOutside)).toEqual(opened);
});

test('no embedded browser is attached', () => {
  expect(confined().goes('will-attach-webview', '')).toBe(false);
});

test('a page may write the clipboard, and nothing else', () => {
  let ask: (contents: unknown, permission: string, answer: (may: boolean) => void) => void = () => {};
  let check: (contents: unknown, permission: string, origin: string) => boolean = () => true;
  let device: () => boolean = () => true;
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler(handler: typeof ask) {
      ask = handler;
    },
    setPermissionCheckHandler(handler: typeof check) {
      check = handler;
    },
    setDevicePermissionHandler(handler: typeof device) {
      device = handler;
    },
  });
  const asked = (permission: string): boolean => {
    let answered = true;
    ask(null, permission, (may) => (answered = may));
    return answered;
  };
  denyPermissions(session as unknown as Session);
  const permissions = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'geolocation',
    'media',
    'notifications',
    'openExternal',
    'fileSystem',
    'usb',
    'serial',
    'hid',
    'display-capture',
    'unknown',
  ];
  expect(permissions.filter((name) => asked(name))).toEqual(['clipboard-sanitized-write']);
  expect(permissions.filter((name) => check(null, name, 'app://bundle'))).toEqual([
    'clipboard-sanitized-write',
  ]);
  expect(permissions.filter((name) => check(null, name, 'https://example.net'))).toEqual([]);
  expect(device()).toBe(false);
  const downloads = ['https://example.net/x', 'blob:https://example.net/1', 'blob:app://bundle/1'];
  const saved = downloads.filter((url) => {
    let isPrevented = false;
    session.emit('will-download', { preventDefault: () => (isPrevented = true) }, { getURL: () => url });
    return !isPrevented;
  });
  expect(saved).toEqual(['blob:app://bundle/1']);
});

test('the policy allows nothing by default, no inline code, and no text that becomes code', () => {
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|data:|https?:/);
  expect(pageScheme.privileges).toEqual({ standard: true, secure: true, codeCache: true });
});

const sources = globSync('main/**/*.ts').map((file) => readFileSync(file, 'utf8'));

test.each([
  'webSecurity',
  'allowRunningInsecureContent',
  'experimentalFeatures',
  'enableBlinkFeatures',
  'nodeIntegrationInWorker',
  'openDevTools',
  'remote-debugging',
  'crashReporter',
  'contentTracing',
  'netLog',
  'sendSync',
  'executeJavaScript',
])('%s stands nowhere in the shell', (word) => {
  expect(sources.filter((text) => text.includes(word))).toEqual([]);
});

test('messages of pages are taken in one file', () => {
  expect(sources.filter((text) => /ipcMain\.(?:handle|on)\b/.test(text))).toHaveLength(1);
});

test('nothing is shipped but the bundle, and Electron is pinned', () => {
  const { dependencies, devDependencies } = packageJson as {
    dependencies?: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  expect(dependencies ?? {}).toEqual({});
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
});
