import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// `npm start`: the built app in Electron. Where its binary is missing and can't be fetched, the same bundle runs on the
// stand-in, in the system's Chromium.

const root = join(import.meta.dirname, '..', '..');
const electron = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The path of Electron's own executable, or null. */
function findElectron(): string | null {
  const note = join(electron, 'path.txt');
  if (!existsSync(note)) return null;
  const executable = join(electron, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(executable) ? executable : null;
}

function fetchElectron(): string | null {
  console.log('Fetching Electron…');
  spawnSync(process.execPath, [join(electron, 'install.js')], { stdio: 'ignore' });
  return findElectron();
}

const own = findElectron() ?? fetchElectron();
const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
if (own === null) {
  const where = hasDisplay ? "the system's Chromium" : "the system's Chromium, unseen: there is no display";
  console.log(
    `Electron's binary is missing and can't be fetched, so Postern runs on a stand-in in ${where}.`,
  );
}

const standIn = {
  ELECTRON_STANDIN_NODE: process.execPath,
  ELECTRON_STANDIN_HEADED: hasDisplay ? '1' : '0',
  // The stand-in's tray icon is only in memory: without a bus the app knows that nobody sees it, and keeps its window.
  DBUS_SESSION_BUS_ADDRESS: '',
};
const app = spawn(
  own ?? join(import.meta.dirname, 'stand-in', 'bin', 'electron'),
  [root, ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: own === null ? { ...process.env, ...standIn } : process.env,
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
app.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
