import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { desktopWords } from '../../app/present/desktop-language.ts';
import { keepWindow } from '../../main/window.ts';

class FakeContents extends EventEmitter {
  url = '';
  getURL = (): string => this.url;
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly loads: string[] = [];
  visible = false;
  minimized = false;
  focused = 0;
  async loadURL(url: string): Promise<void> {
    this.loads.push(url);
    this.webContents.url = url;
  }
  show(): void {
    this.visible = true;
    this.emit('show');
  }
  minimize(): void {
    this.minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.minimized = false;
    this.emit('restore');
  }
  focus(): void {
    this.focused += 1;
  }
  close(): void {
    this.emit('close');
    this.destroy();
  }
  destroy(): void {
    this.visible = false;
    this.emit('closed');
  }
  isVisible = (): boolean => this.visible;
  isMinimized = (): boolean => this.minimized;
  getNormalBounds = () => ({ x: 10, y: 20, width: 700, height: 500 });
}

function keeper(options: { readonly answer?: number } = {}) {
  const windows: FakeWindow[] = [];
  const created: BrowserWindowConstructorOptions[] = [];
  const seen: boolean[] = [];
  const bugs: unknown[] = [];
  const questions: unknown[] = [];
  let nowMs = 1_000;
  const window = keepWindow({
    clock: { now: () => nowMs },
    createWindow(given) {
      created.push(given);
      const made = new FakeWindow();
      windows.push(made);
      return made as unknown as BrowserWindow;
    },
    dialog: {
      showMessageBoxSync: (...asked: unknown[]) => {
        questions.push(asked[1]);
        return options.answer ?? 0;
      },
    },
    words: () => desktopWords('en'),
    isDark: () => false,
    preload: '/preload.cjs',
    devTools: false,
    icon: null,
    onVisible: (isVisible) => seen.push(isVisible),
    onOpen: () => {},
    onBug: (error) => bugs.push(error),
  });
  return {
    window,
    windows,
    created,
    seen,
    bugs,
    questions,
    passMs: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('there is no window until it is asked for, then one, shut away from everything', () => {
  const { window, windows, created } = keeper();
  expect(window.isOpen()).toBe(false);
  window.show();
  window.show();
  expect(windows).toHaveLength(1);
  expect(created[0]?.show).toBe(false);
  expect(created[0]?.webPreferences).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  });
  expect(windows[0]?.loads).toEqual(['app://bundle/index.html']);
});

test('an open window is led to another place without being loaded again where it is', () => {
  const { window, windows } = keeper();
  window.show('#/hosts/new');
  window.show('#/hosts/new');
  window.show('#/settings');
  window.show();
  expect(windows[0]?.loads).toEqual([
    'app://bundle/index.html#/hosts/new',
    'app://bundle/index.html#/settings',
  ]);
  expect(windows[0]?.focused).toBe(3);
});

test('visible is what somebody can look at', () => {
  const { window, windows, seen, passMs } = keeper();
  window.show();
  windows[0]?.emit('ready-to-show');
  passMs(500);
  expect([window.isVisible(), window.seenAt()]).toEqual([true, 1_500]);
  windows[0]?.minimize();
  passMs(500);
  expect([window.isVisible(), window.seenAt()]).toEqual([false, 1_500]);
  window.show();
  windows[0]?.close();
  expect(seen).toEqual([true, false, true, false]);
});

test('a window that was closed comes back where it stood', () => {
  const { window, windows, created } = keeper();
  window.show();
  windows[0]?.close();
  expect(window.isOpen()).toBe(false);
  window.show();
  expect(created[1]).toMatchObject({ x: 10, y: 20, width: 700, height: 500 });
});

test.each([
  ['keeps it', 0, false],
  ['lets it go', 1, true],
])('unsaved changes ask before the window closes, and the answer %s', (_story, answer, leaves) => {
  const { window, windows, questions } = keeper({ answer });
  window.show();
  let isLeft = false;
  windows[0]?.webContents.emit('will-prevent-unload', { preventDefault: () => (isLeft = true) });
  expect(isLeft).toBe(leaves);
  expect(questions).toMatchObject([{ message: 'Discard your changes?', defaultId: 0, cancelId: 0 }]);
});

test('nobody is asked when the session ends', () => {
  const { window, windows, questions } = keeper();
  window.show();
  window.letGo();
  let isLeft = false;
  windows[0]?.webContents.emit('will-prevent-unload', { preventDefault: () => (isLeft = true) });
  expect([isLeft, questions]).toEqual([true, []]);
});

test('a page that crashed is cleared away, and the next window works', () => {
  const { window, windows, bugs } = keeper();
  window.show();
  windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(window.isOpen()).toBe(false);
  expect(bugs).toHaveLength(1);
  window.show();
  expect(windows).toHaveLength(2);
});
