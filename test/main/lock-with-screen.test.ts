import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../app/settings/schema.ts';
import { noVault } from '../../app/secrets/look.ts';
import { lockWithScreen } from '../../main/lock-with-screen.ts';

function watched(lockVault: Settings['lockVault']) {
  const powerMonitor = new EventEmitter();
  const locked: string[] = [];
  let settings: Settings = { ...defaultSettings, lockVault };
  lockWithScreen({
    // Electron types every event on its own.
    powerMonitor: powerMonitor as never,
    api: {
      lockVault: () => {
        locked.push('locked');
        return Promise.resolve({ ok: true, value: noVault });
      },
    },
    settings: () => settings,
    onBug: (error) => locked.push(String(error)),
  });
  return {
    powerMonitor,
    locked,
    choose: (next: Settings['lockVault']) => (settings = { ...settings, lockVault: next }),
  };
}

test.each(['lock-screen', 'suspend'])('at %s the vault is locked if the user wants that', (event) => {
  const { powerMonitor, locked } = watched('screen-lock');
  powerMonitor.emit('resume');
  expect(locked).toEqual([]);
  powerMonitor.emit(event);
  expect(locked).toEqual(['locked']);
});

test('what the user wants is asked each time', () => {
  const { powerMonitor, locked, choose } = watched('never');
  powerMonitor.emit('lock-screen');
  powerMonitor.emit('suspend');
  expect(locked).toEqual([]);
  choose('screen-lock');
  powerMonitor.emit('suspend');
  expect(locked).toEqual(['locked']);
});
