import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { app } from './app/app.ts';
import { program } from './app/program.ts';
import { isBrowserAwaited, openBrowser } from './browser/browser.ts';

// Electron lives until it is told to quit, with or without windows. A port holds the process without a timer.
new MessageChannel().port1.ref();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

try {
  // As in Electron, the app is ready after its main script has run.
  await import(pathToFileURL(program.main).href);
  if (isBrowserAwaited()) openBrowser();
  app._becomeReady();
} catch (error) {
  console.error('App threw an error during load');
  console.error(error);
  process.exit(1);
}
