import type * as Electron from 'electron';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { control, createHome, executable, launch, openSample, sample, takeEvents } from './launch.ts';
import { createCodec } from './stand-in/page/codec.ts';
import { toBrowserPolicy, toBrowserUrl, fromBrowserUrls } from './stand-in/url.ts';

// What the stand-in has beyond Electron: its strictness, and the controls by which tests are the user and the system.

const home = createHome();
let app: ElectronApplication;

beforeAll(async () => {
  app = await launch(home);
});

afterAll(async () => {
  await app.close();
  home.remove();
});

describe('strictness', () => {
  test.each([
    ['electron.autoUpdater', (electron: typeof Electron) => electron.autoUpdater],
    ['app.getAppMetrics', ({ app: it }: typeof Electron) => it.getAppMetrics()],
    ['app.commandLine.has', ({ app: it }: typeof Electron) => Reflect.get(it.commandLine, 'has') as unknown],
    [
      'BrowserWindow.fromBrowserView',
      ({ BrowserWindow }: typeof Electron) => Reflect.get(BrowserWindow, 'fromBrowserView') as unknown,
    ],
    ['shell.readShortcutLink', ({ shell }: typeof Electron) => shell.readShortcutLink('')],
    ['setting app.badgeCount', ({ app: it }: typeof Electron) => Reflect.set(it, 'badgeCount', 1)],
    [
      'menu role startSpeaking',
      ({ Menu }: typeof Electron) => Menu.buildFromTemplate([{ role: 'startSpeaking' }]),
    ],
  ])('%s is not implemented, and says so', async (name, run) => {
    await expect(app.evaluate(run)).rejects.toThrow(`stand-in: ${name} is not implemented`);
  });

  test.each([
    [{}, 'nodeIntegration must be false'],
    [{ nodeIntegration: true, contextIsolation: true, sandbox: true }, 'nodeIntegration must be false'],
    [{ nodeIntegration: false, contextIsolation: false, sandbox: true }, 'contextIsolation must be true'],
    [{ nodeIntegration: false, contextIsolation: true, sandbox: false }, 'sandbox must be true'],
    [{ nodeIntegration: false, contextIsolation: true }, 'sandbox must be true'],
    [
      { nodeIntegration: false, contextIsolation: true, sandbox: true, webviewTag: true },
      'webviewTag must be false',
    ],
    [
      { nodeIntegration: false, contextIsolation: true, sandbox: true, webSecurity: false },
      'webSecurity must be true',
    ],
  ])('a window with %j is refused', async (webPreferences, message) => {
    const open = app.evaluate(({ BrowserWindow }, given) => {
      // oxlint-disable-next-line no-new -- what it does is what is asked
      new BrowserWindow({ webPreferences: given });
    }, webPreferences);
    await expect(open).rejects.toThrow(message);
  });

  test('a tray without an image is refused', async () => {
    const make = (missing: boolean) =>
      app.evaluate(({ Tray, nativeImage }, isMissing) => {
        // oxlint-disable-next-line no-new -- what it does is what is asked
        new Tray(isMissing ? '/missing.png' : nativeImage.createEmpty());
      }, missing);
    await expect(make(true)).rejects.toThrow("Failed to load image from path '/missing.png'");
    await expect(make(false)).rejects.toThrow('stand-in: the tray image is empty');
  });

  test('a dialog that nobody answers is an error', async () => {
    const ask = () => app.evaluate(({ dialog }) => dialog.showMessageBox({ message: 'Sure?' }));
    await expect(ask()).rejects.toThrow('stand-in: nobody answers dialog.showMessageBox');
    await control(app, (standIn) =>
      standIn.answerDialog('showMessageBox', { response: 1, checkboxChecked: false }),
    );
    expect(await ask()).toEqual({ response: 1, checkboxChecked: false });
    expect(await control(app, (standIn) => standIn.dialogs().length)).toBe(2);
  });
});

describe('the tray', () => {
  test('shows what a user would see', async () => {
    const tray = await control(app, (standIn) => standIn.tray());
    expect(tray).toMatchObject({ image: join(sample, 'icon.png'), toolTip: 'Sample', title: '' });
    expect(tray?.menu?.map(({ text, type, isChecked }) => [text, type, isChecked])).toEqual([
      ['Open', 'normal', false],
      ['Tom & Jerry', 'normal', false],
      ['', 'separator', false],
      ['One', 'radio', true],
      ['Two', 'radio', false],
      ['', 'separator', false],
      ['Check', 'checkbox', false],
      ['More', 'submenu', false],
      ['Quit', 'normal', false],
    ]);
  });

  test('refuses what a user could not do', async () => {
    const choose = (text: string) => control(app, (standIn, given) => standIn.chooseInTray(given), text);
    await expect(choose('Tom & Jerry')).rejects.toThrow('"Tom & Jerry" is disabled');
    await expect(choose('Close')).rejects.toThrow('no menu item "Close" among: Open, Tom & Jerry');
  });

  test('on Linux keeps the picture of its menu until the next one', async () => {
    await takeEvents(app);
    const choose = () => control(app, (standIn) => standIn.chooseInTray('Check'));
    const isChecked = () =>
      control(app, (standIn) => standIn.tray()?.menu?.find(({ text }) => text === 'Check')?.isChecked);
    await choose();
    expect(await isChecked()).toBe(false);
    await choose();
    expect(await takeEvents(app)).toEqual(['check true', 'check false']);
  });

  test('shows a notification, which can be clicked once', async () => {
    await takeEvents(app);
    await control(app, (standIn) => standIn.chooseInTray('More', 'Tell'));
    expect(await control(app, (standIn) => standIn.notifications())).toEqual([
      { title: 'Told', body: 'Something happened', urgency: 'normal', silent: false, isShown: true },
    ]);
    const click = () => control(app, (standIn) => standIn.clickNotification('Told'));
    await click();
    expect(await takeEvents(app)).toEqual(['notification click']);
    await expect(click()).rejects.toThrow('is not shown');
  });
});

describe('the system', () => {
  test('takes links, files and text', async () => {
    await app.evaluate(async ({ shell, clipboard }) => {
      await shell.openExternal('https://example.com/');
      shell.showItemInFolder('/tmp/file');
      await clipboard.writeText('copied');
    });
    expect(await control(app, (standIn) => standIn.handedOut())).toEqual([
      'openExternal https://example.com/',
      'showItemInFolder /tmp/file',
    ]);
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('copied');
    await expect(app.evaluate(({ shell }) => shell.openExternal('no url'))).rejects.toThrow('Invalid URL');
  });

  test('has shortcuts that one program can have', async () => {
    await control(app, (standIn) => standIn.takeShortcut('Alt+K'));
    const registered = await app.evaluate(({ globalShortcut }) => {
      const count = () => {
        (globalThis as unknown as { events: string[] }).events.push('shortcut');
      };
      return ['Alt+K', 'Alt+L', 'Alt+L'].map((keys) => globalShortcut.register(keys, count));
    });
    expect(registered).toEqual([false, true, false]);
    await takeEvents(app);
    await control(app, (standIn) => standIn.pressShortcut('Alt+L'));
    expect(await takeEvents(app)).toEqual(['shortcut']);
  });

  test.each([
    ['gnome_libsecret', 'v11'],
    ['basic_text', 'v10'],
  ] as const)('with %s encrypts as %s, and back', async (keyring, prefix) => {
    await control(app, (standIn, given) => standIn.changeKeyring(given), keyring);
    const seen = await app.evaluate(async ({ safeStorage }) => {
      const sealed = await safeStorage.encryptStringAsync('secret');
      const { result } = await safeStorage.decryptStringAsync(sealed);
      return { prefix: sealed.toString('latin1', 0, 3), result, isHidden: !sealed.includes('secret') };
    });
    expect(seen).toEqual({ prefix, result: 'secret', isHidden: true });
  });

  test('while its keyring is locked falls back to the well-known password, and says so to who decrypts', async () => {
    await control(app, (standIn) => standIn.changeKeyring('gnome_libsecret'));
    const sealed = await app.evaluate(async ({ safeStorage }) =>
      (await safeStorage.encryptStringAsync('secret')).toString('base64'),
    );
    const decrypt = () =>
      app.evaluate(async ({ safeStorage }, text) => {
        return safeStorage.decryptStringAsync(Buffer.from(text, 'base64'));
      }, sealed);
    await control(app, (standIn) => standIn.changeKeyring('locked'));
    await expect(decrypt()).rejects.toThrow(
      'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.',
    );
    const prefix = await app.evaluate(async ({ safeStorage }) =>
      (await safeStorage.encryptStringAsync('secret')).toString('latin1', 0, 3),
    );
    expect(prefix).toBe('v10');

    await control(app, (standIn) => standIn.changeKeyring('basic_text'));
    await expect(decrypt()).rejects.toThrow('Error while decrypting the ciphertext provided');
    await control(app, (standIn) => standIn.changeKeyring('gnome_libsecret'));
    expect(await decrypt()).toEqual({ result: 'secret', shouldReEncrypt: false });
  });

  test('with a newer key in its keyring asks to encrypt again, and with another keyring knows nothing', async () => {
    await control(app, (standIn) => standIn.changeKeyring('gnome_libsecret'));
    const encrypt = () =>
      app.evaluate(async ({ safeStorage }) =>
        (await safeStorage.encryptStringAsync('secret')).toString('base64'),
      );
    const decrypt = (sealed: string) =>
      app.evaluate(async ({ safeStorage }, text) => {
        return safeStorage.decryptStringAsync(Buffer.from(text, 'base64'));
      }, sealed);
    const old = await encrypt();
    await control(app, (standIn) => standIn.rotateKeyring());
    expect(await decrypt(old)).toEqual({ result: 'secret', shouldReEncrypt: true });
    const renewed = await encrypt();
    expect(await decrypt(renewed)).toEqual({ result: 'secret', shouldReEncrypt: false });
    await control(app, (standIn) => standIn.replaceKeyring());
    await expect(decrypt(renewed)).rejects.toThrow('Error while decrypting the ciphertext provided');
  });

  test('changes its theme', async () => {
    await control(app, (standIn) => standIn.changeSystemTheme({ isDark: true }));
    const seen = await app.evaluate(({ nativeTheme }) => [
      nativeTheme.shouldUseDarkColors,
      nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
    ]);
    expect(seen).toEqual([true, true]);
  });

  test('lets no request leave the machine', async () => {
    const load = app.evaluate(async ({ net }) => (await net.fetch('https://example.com/main')).status);
    await expect(load).rejects.toThrow('net::ERR_BLOCKED_BY_CLIENT');
    const page = await openSample(app);
    const image = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const element = new Image();
          element.addEventListener('load', () => resolve('loaded'));
          element.addEventListener('error', () => resolve('failed'));
          element.src = 'https://example.com/image.png';
        }),
    );
    expect(image).toBe('failed');
    // The page's policy stopped its own before it was a request.
    expect(await control(app, (standIn) => standIn.blockedRequests())).toEqual(['https://example.com/main']);
  });
});

describe('an attacker', () => {
  test('is denied every permission by the app’s handlers', async () => {
    const answers = await control(app, (standIn) =>
      ['geolocation', 'media', 'openExternal', 'usb'].map((name) =>
        standIn.askPermission(name, 'app://bundle'),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"request":false,"check":false,"device":false}']),
    );
  });

  test('can be tried as any sender', async () => {
    const forge = (sender: { url: string; origin: string } | null) =>
      control(app, (standIn, given) => standIn.forgeInvoke('sender', [], given), sender);
    expect(await forge({ url: 'https://example.com/', origin: 'https://example.com' })).toEqual({
      value: { url: 'https://example.com/', origin: 'https://example.com', isMain: true },
    });
    expect(await forge(null)).toEqual({ value: { isMain: false } });
    expect(await control(app, (standIn) => standIn.ipcChannels())).toEqual({
      handled: ['echo', 'fail', 'function', 'sender'],
      heard: ['ping'],
    });
  });
});

describe('another system', () => {
  test('macOS has a dock, live menus and links as events', async () => {
    const mac = await start({ ELECTRON_STANDIN_PLATFORM: 'darwin' });
    await mac.app.evaluate(({ app: macApp }) => {
      macApp.dock?.hide();
      macApp.on('open-url', (_event, url) => {
        (globalThis as unknown as { events: string[] }).events.push(url);
      });
    });
    await control(mac.app, (standIn) => {
      standIn.openUrl('postern://open/1');
      standIn.chooseInTray('Check');
    });
    expect(await takeEvents(mac.app)).toEqual(['postern://open/1', 'check true']);
    const check = await control(mac.app, (standIn) =>
      standIn.tray()?.menu?.find(({ text }) => text === 'Check'),
    );
    expect(check?.isChecked).toBe(true);

    await mac.app.evaluate(({ Menu }) => {
      const { events, tray } = globalThis as unknown as { events: string[]; tray: Electron.Tray };
      const menu = Menu.buildFromTemplate([{ label: 'Go', click: () => events.push('go') }]);
      menu.on('menu-will-show', () => events.push('show'));
      menu.on('menu-will-close', () => events.push('close'));
      tray.setContextMenu(menu);
    });
    await control(mac.app, (standIn) => standIn.chooseInTray('Go'));
    expect(await takeEvents(mac.app)).toEqual(['show', 'close', 'go']);
    await mac.stop();
  });

  test('Windows refuses a tooltip that is too long', async () => {
    const windows = await start({ ELECTRON_STANDIN_PLATFORM: 'win32' });
    const set = windows.app.evaluate(
      ({ Tray }, icon) => new Tray(icon).setToolTip('x'.repeat(128)),
      `${sample}/icon.png`,
    );
    await expect(set).rejects.toThrow('longer than 127');
    await windows.stop();
  });

  async function start(variables: Readonly<Record<string, string>>) {
    const place = createHome(variables);
    const started = await launch(place);
    return {
      app: started,
      async stop() {
        await started.close();
        place.remove();
      },
    };
  }
});

describe('the process', () => {
  test('needs no browser until a window opens', async () => {
    const place = createHome();
    const script = join(place.folder, 'main.cjs');
    writeFileSync(
      script,
      `const { app } = require('electron');
      app.whenReady().then(() => {
        const children = require('node:fs').readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8');
        console.log(JSON.stringify({ children, resources: process.getActiveResourcesInfo().filter((name) => name === 'Timeout') }));
        app.quit();
      });`,
    );
    const { stdout } = await promisify(execFile)(executable, [script], { env: place.env });
    expect(JSON.parse(stdout)).toEqual({ children: '', resources: [] });
    place.remove();
  });

  test('takes its browser along when it is killed, and leaves the lock to the next', async () => {
    const place = createHome();
    const killed = await launch(place);
    await openSample(killed);
    const pid = killed.process().pid ?? 0;
    const [browser] = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    const gone = once(killed.process(), 'exit');
    killed.process().kill('SIGKILL');
    await gone;
    await expect.poll(() => isAlive(Number(browser)), { timeout: 10_000 }).toBe(false);

    const next = await launch(place);
    expect(await next.evaluate(({ app: nextApp }) => nextApp.hasSingleInstanceLock())).toBe(true);
    await next.close();
    place.remove();
  });

  test.each(['a folder', 'an archive'])('starts a packed directory with %s', async (form) => {
    const place = createHome();
    const resources = join(place.folder, 'packed', 'resources');
    mkdirSync(resources, { recursive: true });
    if (form === 'a folder') cpSync(sample, join(resources, 'app'), { recursive: true });
    else writeFileSync(join(resources, 'app.asar'), packSample());
    const packed = await launch(
      {
        ...place,
        env: { ...place.env, ELECTRON_STANDIN_EXECUTABLE: join(place.folder, 'packed', 'sample') },
      },
      '--hidden',
    );
    expect(await packed.evaluate(({ app: it }) => [it.isPackaged, it.getName(), it.getVersion()])).toEqual([
      true,
      'postern-sample',
      '1.2.3',
    ]);
    const page = await openSample(packed);
    expect(await page.evaluate(() => window.api.invoke('echo', 'packed'))).toBe('packed');
    await packed.close();
    place.remove();
  });

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      // A child that nobody waits for stays as a zombie: dead all the same.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  }
});

describe('the codec', () => {
  test('keeps what the bridge would not: holes, classes of errors, any key', () => {
    const { encode, decode } = createCodec();
    const sparse: unknown[] = [];
    sparse[1] = 1;
    const hole = decode(encode(sparse)) as unknown[];
    expect([hole.length, 0 in hole]).toEqual([2, false]);
    expect(decode(encode(new RangeError('far')))).toBeInstanceOf(RangeError);
    expect(Object.keys(decode(encode(JSON.parse('{"__proto__":1}'))) as object)).toEqual(['__proto__']);
    expect(() => encode(Symbol('s'))).toThrow('An object could not be cloned.');
  });
});

describe('addresses', () => {
  test('of the app’s schemes go to the browser and come back', () => {
    const there = toBrowserUrl('app://bundle/a?b#c', ['app']);
    expect(there).toBe('https://bundle.app.electron-standin.test/a?b#c');
    expect(fromBrowserUrls(there)).toBe('app://bundle/a?b#c');
    expect(toBrowserUrl('https://example.com/', ['app'])).toBe('https://example.com/');
  });

  test('in a policy follow', () => {
    expect(toBrowserPolicy("script-src 'self' app://bundle; img-src app: data:", ['app'])).toBe(
      "script-src 'self' https://bundle.app.electron-standin.test; img-src https://*.app.electron-standin.test data:",
    );
  });
});

/** The sample as an archive: header and files as @electron/asar lays them out. */
function packSample(): Buffer {
  const names = ['package.json', 'main.js', 'preload.cjs', 'icon.png', 'icon@2x.png'];
  const pages = ['index.html', 'other.html', 'page.js'];
  const contents: Buffer[] = [];
  const place = (path: string) => {
    const offset = contents.reduce((sum, content) => sum + content.length, 0);
    const content = readFileSync(join(sample, path));
    contents.push(content);
    return { size: content.length, offset: String(offset) };
  };
  const files = {
    ...Object.fromEntries(names.map((name) => [name, place(name)])),
    page: { files: Object.fromEntries(pages.map((name) => [name, place(join('page', name))])) },
  };
  const json = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(json.length / 4) * 4;
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(4, 0);
  sizes.writeUInt32LE(padded + 8, 4);
  sizes.writeUInt32LE(padded + 4, 8);
  sizes.writeUInt32LE(json.length, 12);
  return Buffer.concat([sizes, json, Buffer.alloc(padded - json.length), ...contents]);
}
