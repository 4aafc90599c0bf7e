import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { settings } from '../settings.ts';
import { connectCdp } from './cdp.ts';
import type { Cdp } from './cdp.ts';

const switches = [
  '--remote-debugging-pipe',
  // Otherwise Playwright sees a page that the app never opened.
  '--no-startup-window',
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--disable-component-update',
  // Electron keeps no page that was left.
  '--disable-back-forward-cache',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-search-engine-choice-screen',
  '--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades,LocalNetworkAccessChecks',
  '--deny-permission-prompts',
  '--password-store=basic',
  '--use-mock-keychain',
  '--metrics-recording-only',
  // Pages are watched request by request; this stops what the browser would do of its own accord.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
];

/** Starts Chromium with a new profile. It ends when its pipe closes, so also when we are killed. */
export function startChromium({
  profile,
  port,
  locale,
}: {
  profile: string;
  port: string | undefined;
  locale: string;
}): Cdp {
  mkdirSync(profile, { recursive: true });
  const child = spawn(
    settings.chromium,
    [
      ...switches,
      `--user-data-dir=${profile}`,
      `--lang=${locale}`,
      `--accept-lang=${locale}`,
      ...(settings.headed ? [] : ['--headless=new']),
      ...(port === undefined ? [] : [`--remote-debugging-port=${port}`]),
    ],
    {
      // Whatever else it writes stays with the profile.
      env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    },
  );
  child.on('error', (error) => {
    process.stderr.write(`stand-in: cannot start ${settings.chromium}: ${error.message}\n`);
    process.exit(1);
  });
  process.on('exit', () => {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  const [, , stderr, input, output] = child.stdio;
  createInterface({ input: stderr as Readable }).on('line', (line) => {
    // Playwright waits for this line, as it would with Electron.
    if (settings.verbose || line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`);
  });
  // The app decides how long the process lives, not its browser.
  child.unref();
  for (const stream of [stderr, input, output]) (stream as { unref?: () => void }).unref?.();
  return connectCdp({ input: input as Writable, output: output as Readable });
}
