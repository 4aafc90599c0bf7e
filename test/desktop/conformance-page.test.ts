import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHome, launch, openSample, takeEvents } from './launch.ts';

// What Electron does, asked of whatever is launched: the stand-in must answer as the real one.

const home = createHome();
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  app = await launch(home);
  page = await openSample(app);
});

afterAll(async () => {
  await app.close();
  home.remove();
});

describe('the preload', () => {
  test('runs before the page, which sees nothing of Node or of the preload’s own world', async () => {
    const seen = await page.evaluate(() => ({
      early: window.api.early,
      foundByPage: document.documentElement.dataset['early'],
      leaked: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'contextBridge'].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({ early: 'loading', foundByPage: 'true', leaked: [] });
  });

  test('gives the page exactly what it exposes, and nobody can change it', async () => {
    const seen = await page.evaluate(() => {
      const { api } = window;
      const attempts = [
        () => Object.assign(window, { api: {} }),
        () => Object.assign(api, { version: 8 }),
        () => Object.assign(api.list[1], { two: 3 }),
        () => Reflect.deleteProperty(window, 'api'),
      ].map((attempt) => {
        try {
          return attempt() === true;
        } catch (error) {
          return (error as Error).name;
        }
      });
      return {
        keys: Object.keys(api),
        attempts,
        isSame: api === window.api,
        list: api.list,
        version: api.version,
      };
    });
    expect(seen).toEqual({
      keys: [
        'version',
        'list',
        'invoke',
        'same',
        'kindOf',
        'fail',
        'twice',
        'greeting',
        'ping',
        'tryRequire',
        'early',
      ],
      attempts: ['TypeError', 'TypeError', 'TypeError', false],
      isSame: true,
      list: [1, { two: 2 }],
      version: 7,
    });
  });

  test('can’t cover what a window has already', async () => {
    expect(await page.evaluate(() => window.refusal)).toBe(
      'Error: Cannot bind an API on top of an existing property on the window object',
    );
  });

  test('has no modules but the few of a sandbox', async () => {
    const message = await page.evaluate(() => {
      try {
        window.api.tryRequire('fs');
        return 'required';
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(message).toBe('module not found: fs');
  });
});

describe('the bridge', () => {
  test('calls both ways, at once', async () => {
    expect(await page.evaluate(() => window.api.twice((value) => value * 2 + 1))).toBe(7);
  });

  test('throws what was thrown as an Error with its message only', async () => {
    const error = await page.evaluate(() => {
      try {
        window.api.fail();
        return null;
      } catch (caught) {
        const { name, message } = caught as Error;
        return { name, message, isError: caught instanceof Error };
      }
    });
    expect(error).toEqual({ name: 'Error', message: 'too far', isError: true });
  });

  test.each([
    ['a date', 'new Date(0)', '[object Date]'],
    ['a map', 'new Map([[1, new Set([2])]])', '[object Map]'],
    ['bytes', 'new Uint8Array([1, 2])', '[object Uint8Array]'],
    ['a pattern', '/a/g', '[object RegExp]'],
    ['a big number', '10n', '[object BigInt]'],
    ['a promise', 'Promise.resolve(1)', '[object Promise]'],
    ['a function', '() => 1', '[object Function]'],
    ['an error', 'new TypeError("x")', '[object Error]'],
  ])('lets %s through', async (_what, expression, kind) => {
    expect(await page.evaluate(`window.api.kindOf(${expression})`)).toBe(kind);
  });

  test('copies objects without their class, and keeps cycles', async () => {
    const seen = await page.evaluate(() => {
      class Point {
        readonly x = 1;
        get length() {
          return this.x;
        }
      }
      const ring: { self?: unknown } = {};
      ring.self = ring;
      const copy = window.api.same(ring) as typeof ring;
      return { point: window.api.same(new Point()), isRing: copy.self === copy, isCopy: copy !== ring };
    });
    expect(seen).toEqual({ point: { x: 1 }, isRing: true, isCopy: true });
  });

  test('refuses an object that is nested too deeply', async () => {
    const message = await page.evaluate(() => {
      let nested = {};
      for (let depth = 0; depth < 1100; depth += 1) nested = { nested };
      try {
        window.api.same(nested);
        return 'passed';
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(message).toBe(
      'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
    );
  });
});

describe('messages', () => {
  test.each([
    ['undefined', 'undefined', 'value === undefined'],
    ['not a number', 'NaN', 'Number.isNaN(value)'],
    ['minus zero', '-0', 'Object.is(value, -0)'],
    ['infinity', '-Infinity', 'value === -Infinity'],
    ['a big number', '2n ** 80n', 'value === 2n ** 80n'],
    ['half a surrogate', '"\\ud800x"', 'value === "\\ud800x"'],
    ['a date', 'new Date(5)', 'value instanceof Date && value.getTime() === 5'],
    ['a wrong date', 'new Date(NaN)', 'value instanceof Date && Number.isNaN(value.getTime())'],
    ['a pattern', '/a+/gi', 'value instanceof RegExp && String(value) === "/a+/gi"'],
    ['a map', 'new Map([[{ a: 1 }, [2]]])', 'value instanceof Map && [...value][0][1][0] === 2'],
    ['a set', 'new Set(["a"])', 'value instanceof Set && value.has("a")'],
    ['bytes', 'new Uint8Array([0, 255])', 'value instanceof Uint8Array && value.join() === "0,255"'],
    [
      'part of a buffer',
      'new Uint16Array(new ArrayBuffer(8), 2, 2)',
      'value.length === 2 && value.byteOffset === 2',
    ],
    ['a view', 'new DataView(new ArrayBuffer(3))', 'value instanceof DataView && value.byteLength === 3'],
    ['an error, as the bridge leaves it', 'new RangeError("far")', 'String(value) === "Error: far"'],
    ['a boxed value', 'Object("text")', 'typeof value === "object" && value.valueOf() === "text"'],
    ['a hole, as the bridge leaves it', '[, 1]', 'value.length === 2 && value[0] === undefined'],
    ['a cycle', '(() => { const a = []; a.push(a); return a; })()', 'value[0] === value'],
    ['one object twice', '(() => { const a = {}; return [a, a]; })()', 'value[0] === value[1]'],
    ['no prototype', 'Object.assign(Object.create(null), { a: 1 })', 'value.a === 1'],
    ['an instance', 'new (class A { x = 1; })()', 'value.x === 1 && value.constructor === Object'],
  ])('carry %s there and back', async (_what, expression, claim) => {
    const code = `window.api.invoke('echo', ${expression}).then((value) => ${claim})`;
    // Through the bridge first, which has its own rules.
    expect(await page.evaluate(code)).toBe(true);
  });

  test.each([
    ['an answer that can’t be cloned', 'function', 'Error: An object could not be cloned.'],
    ['a handler that throws', 'fail', 'TypeError: no good'],
    ['a channel without a handler', 'nobody', "Error: No handler registered for 'nobody'"],
  ])('tell of %s in Electron’s words', async (_what, channel, reason) => {
    const text = await page.evaluate((name) => window.api.invoke(name).catch(String), channel);
    expect(text).toBe(`Error: Error invoking remote method '${channel}': ${reason}`);
  });

  test('refuse a function as a value', async () => {
    const text = await page.evaluate(() => window.api.invoke('echo', () => 1).catch(String));
    expect(text).toBe('Error: An object could not be cloned.');
  });

  test('arrive in the page, and answers to it', async () => {
    expect(await page.evaluate(() => window.api.greeting())).toEqual({ hello: 'page' });
    expect(await page.evaluate(() => window.api.ping({ n: 1 }))).toEqual({ n: 1 });
  });

  test('name the frame they come from', async () => {
    const sender = await page.evaluate(() => window.api.invoke('sender'));
    expect(sender).toEqual({ url: 'app://bundle/index.html', origin: 'app://bundle', isMain: true });
  });

  test('keep their order and lose none', async () => {
    const numbers = await page.evaluate(() =>
      Promise.all(Array.from({ length: 300 }, (_, index) => window.api.invoke('echo', index))),
    );
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });

  test('to the page are dropped when they can’t be cloned, without an exception', async () => {
    await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.send('greeting', () => 1));
    expect(await page.evaluate(() => window.api.greeting())).toEqual({ hello: 'page' });
  });

  test('have one handler for a channel', async () => {
    const text = await app.evaluate(({ ipcMain }) => {
      try {
        ipcMain.handle('echo', () => 1);
        return 'registered';
      } catch (error) {
        return String(error);
      }
    });
    expect(text).toBe("Error: Attempted to register a second handler for 'echo'");
  });
});

describe('the page', () => {
  test('is a secure context under the app’s own scheme', async () => {
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
    expect(await mainUrl()).toBe('app://bundle/index.html');
  });

  test('obeys its policy', async () => {
    const seen = await page.evaluate(async () => {
      const violated = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      });
      const answer = await fetch('https://example.com/').then(() => 'fetched', String);
      return { inline: window.inline, answer, violated: await violated };
    });
    expect(seen).toEqual({
      inline: undefined,
      answer: 'TypeError: Failed to fetch',
      violated: 'connect-src',
    });
  });

  test.each([
    ['/page.js', 200],
    ['/missing.js', 404],
    ['/..%2f..%2fpackage.json', 403],
    ['/moved', 200],
  ])('gets %s with status %i', async (path, status) => {
    expect(await page.evaluate((url) => fetch(url).then((answer) => answer.status), path)).toBe(status);
  });

  test('stays where it is when a navigation is refused', async () => {
    await takeEvents(app);
    await page.getByRole('link', { name: 'Away' }).click();
    await expect.poll(() => takeEvents(app)).toEqual(['will-navigate https://example.com/away']);
    expect(await mainUrl()).toBe('app://bundle/index.html');
  });

  test('opens no other window, by script or by link', async () => {
    await takeEvents(app);
    expect(await page.evaluate(() => window.open('https://example.com/script') === null)).toBe(true);
    await page.getByRole('link', { name: 'Popup' }).click();
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { events: string[] }).events))
      .toEqual(['open https://example.com/script', 'open https://example.com/popup']);
    await expect.poll(() => app.windows().length).toBe(1);
  });

  test('moves within the app, and the preload is there again', async () => {
    await page.getByRole('link', { name: 'Other' }).click();
    await page.getByRole('heading', { name: 'Other' }).waitFor();
    expect(await mainUrl()).toBe('app://bundle/other.html');
    expect(await page.evaluate(() => window.api.invoke('echo', 'again'))).toBe('again');
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
      .toBe('Other page');
    await page.goBack();
    await page.getByRole('heading', { name: 'Sample' }).waitFor();
  });

  test('follows the theme', async () => {
    const told = await app.evaluate(async ({ nativeTheme }) => {
      const updated = new Promise<boolean>((resolve) => {
        nativeTheme.once('updated', () => resolve(nativeTheme.shouldUseDarkColors));
      });
      nativeTheme.themeSource = 'dark';
      return updated;
    });
    expect(told).toBe(true);
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(true);
    await app.evaluate(({ nativeTheme }) => {
      nativeTheme.themeSource = 'light';
    });
    await expect.poll(isDark).toBe(false);
  });

  test('can be clicked and drawn', async () => {
    await page.getByRole('button', { name: 'Press' }).click();
    expect(await page.locator('output').textContent()).toBe('pressed');
    const picture = await page.screenshot();
    expect(picture.readUInt32BE(16)).toBeGreaterThan(100);
  });

  test('tells of its renderer’s end, and comes back', async () => {
    const reason = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return new Promise<string>((resolve) => {
        contents?.once('render-process-gone', (_event, details) => {
          resolve(details.reason);
          contents.reload();
        });
        contents?.forcefullyCrashRenderer();
      });
    });
    expect(reason).toMatch(/^(crashed|killed)$/);
    const answer = () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('window.api.version'),
      );
    await expect.poll(answer).toBe(7);
  });

  function mainUrl(): Promise<string | undefined> {
    return app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getURL());
  }
});

describe('loading', () => {
  test('rejects with Chromium’s reason', async () => {
    const error = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { nodeIntegration: false, contextIsolation: true, sandbox: true },
      });
      try {
        // Port 9 discards, and nobody listens there.
        await window.loadURL('http://127.0.0.1:9/');
        return null;
      } catch (caught) {
        const { message, code, errno } = caught as NodeJS.ErrnoException;
        return { message, code, errno };
      } finally {
        window.destroy();
      }
    });
    // 9 is on Chromium's list of unsafe ports: it does not even try.
    expect(error?.message).toMatch(/^ERR_\w+ \(-\d+\) loading 'http:\/\/127\.0\.0\.1:9\/'$/);
    expect(error?.errno).toBeLessThan(0);
  });
});
