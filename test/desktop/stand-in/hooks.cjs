// Runs before anything else, also before what -r names: from here on `electron` is the stand-in, for import and require
// alike, and the process looks like Electron's main process. The bundle under test stays as it is.
'use strict';
const { registerHooks } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const names = new Set(['electron', 'electron/main', 'electron/common']);
const url = pathToFileURL(path.join(__dirname, 'index.ts')).href;

registerHooks({
  resolve(specifier, context, next) {
    if (names.has(specifier)) return { url, format: 'module-typescript', shortCircuit: true };
    return next(specifier, context);
  },
});

const packed = process.env.ELECTRON_STANDIN_EXECUTABLE;
const executable = packed ?? path.join(__dirname, 'bin', 'electron');
process.argv.splice(0, 2, executable);

/** @type {Record<string, unknown>} */
const facts = {
  type: 'browser',
  versions: { ...process.versions, electron: '45.4.1', chrome: '154.0.0.0' },
  execPath: executable,
  resourcesPath: path.join(path.dirname(executable), 'resources'),
  defaultApp: packed === undefined ? true : undefined,
  platform: process.env.ELECTRON_STANDIN_PLATFORM ?? process.platform,
};
for (const [name, value] of Object.entries(facts)) {
  Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
}
