import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHome, executable, launch, openSample, sample, takeEvents } from './launch.ts';

// What Electron does, asked of whatever is launched: the stand-in must answer as the real one.

const home = createHome();
let app: ElectronApplication;

beforeAll(async () => {
  app = await launch(home);
  await openSample(app);
});

afterAll(async () => {
  await app.close();
  home.remove();
});

describe('menus', () => {
  test('fold separators, and leave none at the edges', async () => {
    const types = await app.evaluate(({ Menu }) => {
      const line = { type: 'separator' } as const;
      return Menu.buildFromTemplate([line, { label: 'A' }, line, line, { label: 'B' }, line]).items.map(
        ({ type }) => type,
      );
    });
    expect(types).toEqual(['normal', 'separator', 'normal']);
  });

  test('keep one radio item of a group chosen', async () => {
    const states = await app.evaluate(({ Menu }) => {
      const menu = Menu.buildFromTemplate([
        { label: 'A', type: 'radio', checked: true },
        { label: 'B', type: 'radio' },
        { type: 'separator' },
        { label: 'C', type: 'radio', checked: true },
      ]);
      menu.items[1]?.click();
      menu.items[1]?.click();
      return menu.items.map(({ checked }) => checked);
    });
    expect(states).toEqual([false, true, false, true]);
  });

  test('flip a checkbox before its listener hears', async () => {
    const heard = await app.evaluate(({ Menu }) => {
      const states: boolean[] = [];
      const menu = Menu.buildFromTemplate([
        { label: 'A', type: 'checkbox', id: 'a', click: (item) => states.push(item.checked) },
      ]);
      menu.getMenuItemById('a')?.click();
      menu.getMenuItemById('a')?.click();
      return states;
    });
    expect(heard).toEqual([true, false]);
  });

  test('let a role do what it does, and fill the menus it stands for', async () => {
    const seen = await app.evaluate(({ Menu, app: it }) => {
      const heard: string[] = [];
      it.once('before-quit', (event) => {
        heard.push('before-quit');
        event.preventDefault();
      });
      const menu = Menu.buildFromTemplate([
        { role: 'quit', click: () => heard.push('click') },
        { role: 'editMenu' },
        { label: 'Own', role: 'minimize' },
      ]);
      menu.items[0]?.click();
      return {
        heard,
        labels: menu.items.map(({ label }) => label),
        hasEdit: (menu.items[1]?.submenu?.items.length ?? 0) > 5,
      };
    });
    expect(seen).toEqual({ heard: ['before-quit'], labels: ['Quit', 'Edit', 'Own'], hasEdit: true });
  });

  test.each([
    ['not a list', 'Invalid template for Menu: Menu template must be an array', { label: 'A' }],
    [
      'an item without anything',
      'Invalid template for MenuItem: must have at least one of label, role or type',
      [{}],
    ],
  ])('refuse %s', async (_what, message, template) => {
    const text = await app.evaluate(({ Menu }, given) => {
      try {
        Menu.buildFromTemplate(given as Electron.MenuItemConstructorOptions[]);
        return 'built';
      } catch (error) {
        return (error as Error).message;
      }
    }, template);
    expect(text).toBe(message);
  });
});

describe('images', () => {
  test('have a size in points, and every scale that lies beside them', async () => {
    const seen = await app.evaluate(({ nativeImage }, path) => {
      const image = nativeImage.createFromPath(path);
      return {
        size: image.getSize(),
        scales: image.getScaleFactors(),
        isEmpty: image.isEmpty(),
        isMissingEmpty: nativeImage.createFromPath(`${path}.missing`).isEmpty(),
        fromBuffer: nativeImage.createFromBuffer(image.toPNG()).getSize(),
      };
    }, `${sample}/icon.png`);
    expect(seen).toEqual({
      size: { width: 16, height: 16 },
      scales: [1, 2],
      isEmpty: false,
      isMissingEmpty: true,
      fromBuffer: { width: 16, height: 16 },
    });
  });
});

describe('windows and the end', () => {
  test('come when they are ready, and go in Electron’s order', async () => {
    await takeEvents(app);
    const second = await openSample(app);
    await expect.poll(() => takeEvents(app)).toEqual(['window ready-to-show', 'window show']);
    await second.close();
    await expect.poll(() => takeEvents(app)).toContain('window closed');
  });

  test('a refused close keeps the window; destroy does not ask', async () => {
    await takeEvents(app);
    await openSample(app);
    const alive = await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().at(-1);
      window?.once('close', (event) => event.preventDefault());
      window?.close();
      const stayed = window?.isDestroyed() === false;
      window?.destroy();
      let text = '';
      try {
        window?.show();
      } catch (error) {
        text = String(error);
      }
      return { stayed, destroyed: window?.isDestroyed(), text };
    });
    expect(alive).toEqual({ stayed: true, destroyed: true, text: 'TypeError: Object has been destroyed' });
    const events = await takeEvents(app);
    expect(events.filter((event) => /close/.test(event))).toEqual(['window close', 'window closed']);
  });

  test('a second launch tells the first one and ends', async () => {
    await takeEvents(app);
    const link = 'postern://open/x';
    await promisify(execFile)(executable, [sample, '--hidden', link, '--no-sandbox'], { env: home.env });
    await expect
      .poll(() => takeEvents(app))
      .toEqual([`second-instance ${JSON.stringify([link, { from: 'sample' }])}`]);
  });

  test('quitting asks the app, then its windows, then the app again', async () => {
    const other = createHome();
    const quitting = await launch(other);
    await openSample(quitting);
    await takeEvents(quitting);
    await quitting.evaluate(({ app: quittingApp, BrowserWindow }) => {
      quittingApp.once('before-quit', (event) => event.preventDefault());
      quittingApp.quit();
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
      quittingApp.quit();
      quittingApp.once('will-quit', (event) => event.preventDefault());
      quittingApp.quit();
    });
    await expect
      .poll(() => takeEvents(quitting))
      .toEqual([
        'before-quit',
        'before-quit',
        'window close',
        'before-quit',
        'window close',
        'window closed',
        'will-quit',
      ]);

    const { stdout } = quitting.process();
    let output = '';
    stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const ended = once(quitting.process(), 'exit');
    await quitting.evaluate(({ app: quittingApp }) => {
      const { events } = globalThis as unknown as { events: string[] };
      quittingApp.on('quit', (_event, code) => console.log(`events ${code} ${events.join()}`));
      quittingApp.quit();
    });
    expect(await ended).toEqual([0, null]);
    expect(output).toContain('events 0 before-quit,will-quit,quit');
    other.remove();
  });

  test('exit asks nobody', async () => {
    const other = createHome();
    const leaving = await launch(other);
    await openSample(leaving);
    await takeEvents(leaving);
    let output = '';
    leaving.process().stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const ended = once(leaving.process(), 'exit');
    await leaving.evaluate(({ app: leavingApp, BrowserWindow }) => {
      const { events } = globalThis as unknown as { events: string[] };
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
      leavingApp.on('quit', (_event, code) => console.log(`events ${code} ${events.join()}`));
      setTimeout(() => leavingApp.exit(3), 50);
    });
    expect(await ended).toEqual([3, null]);
    expect(output).toContain('events 3 window closed,quit');
    other.remove();
  });

  test('app and page speak the language of the system', async () => {
    const german = createHome({ LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' });
    const speaking = await launch(german);
    const spoken = await openSample(speaking);
    expect(await speaking.evaluate(({ app: it }) => it.getLocale())).toBe('de');
    expect(await spoken.evaluate(() => navigator.language)).toBe('de');
    await speaking.close();
    german.remove();
  });

  test('the last window tells the app, which stays', async () => {
    const other = createHome();
    const staying = await launch(other);
    await openSample(staying);
    await takeEvents(staying);
    await staying.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect
      .poll(() => takeEvents(staying))
      .toEqual(['window close', 'window closed', 'window-all-closed']);
    await openSample(staying);
    await staying.close();
    other.remove();
  });
});

describe('safeStorage', () => {
  test('gives back what it encrypted, behind the prefix that names the key', async () => {
    const seen = await app.evaluate(async ({ safeStorage }) => {
      const sealed = await safeStorage.encryptStringAsync('sécret');
      const again = await safeStorage.encryptStringAsync('sécret');
      return {
        isAvailable: await safeStorage.isAsyncEncryptionAvailable(),
        prefix: sealed.toString('latin1', 0, 3),
        isHidden: !sealed.includes('sécret'),
        isNew: !sealed.equals(again),
        decrypted: await safeStorage.decryptStringAsync(sealed),
        nothing: await safeStorage.decryptStringAsync(Buffer.alloc(0)),
      };
    });
    expect(seen).toEqual({
      isAvailable: true,
      prefix: expect.stringMatching(/^v1[01]$/) as string,
      isHidden: true,
      isNew: true,
      decrypted: { result: 'sécret', shouldReEncrypt: false },
      nothing: { result: '', shouldReEncrypt: false },
    });
  });

  test('rejects what it did not encrypt', async () => {
    const decrypt = app.evaluate(({ safeStorage }) => {
      return safeStorage.decryptStringAsync(Buffer.from('v11 of somebody else, long enough for any cipher'));
    });
    await expect(decrypt).rejects.toThrow(
      'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.',
    );
  });
});
