import { join } from 'node:path';
import { commandLine } from '../app/command-line.ts';
import { uiLocale } from '../app/locale.ts';
import { getPath } from '../app/paths.ts';
import type { Cdp } from './cdp.ts';
import { startChromium } from './chromium.ts';

let browser: Cdp | undefined;

/** Chromium starts with the first window: an app in the tray needs none. */
export function openBrowser(): Cdp {
  browser ??= startChromium({
    profile: join(getPath('sessionData'), 'stand-in', `browser-${process.pid}`),
    locale: uiLocale(),
    port: commandLine.hasSwitch(portSwitch) ? commandLine.getSwitchValue(portSwitch) : undefined,
  });
  return browser;
}

/** Playwright connects to Chromium before it goes on. */
export function isBrowserAwaited(): boolean {
  return commandLine.hasSwitch(portSwitch);
}

const portSwitch = 'remote-debugging-port';
