import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createBridge } from './bridge.ts';
import { createCodec } from './codec.ts';
import { isolatedWorld } from './isolated-world.ts';
import type { IsolatedWorldOptions } from './isolated-world.ts';
import { mainWorld } from './main-world.ts';

/** The name that Electron gives the preload's world in DevTools. */
export const isolatedWorldName = 'Electron Isolated Context';

export interface PageScripts {
  /** The function by which the preload's world calls the main process. */
  readonly binding: string;
  /** The function by which the main process calls the preload's world. */
  readonly entrance: string;
  readonly mainWorld: string;
  readonly isolatedWorld: string;
}

/** The source texts that a page gets before its own first script. Their names are new for every page. */
export function createPageScripts(preload = ''): PageScripts {
  const source = preload === '' ? '' : readFileSync(preload, 'utf8');
  const preloadFunction = `function (require, process, exports, module) { ${source}\n}`;
  const [binding, entrance, toIsolated, toMain] = [secretName(), secretName(), secretName(), secretName()];
  const options: IsolatedWorldOptions = {
    binding,
    entrance,
    preload,
    process: {
      type: 'renderer',
      sandboxed: true,
      contextIsolated: true,
      isMainFrame: true,
      platform: process.platform,
      arch: process.arch,
      versions: process.versions,
      env: {},
      argv: [],
    },
  };
  const far = JSON.stringify({ hears: toMain, calls: toIsolated });
  const near = JSON.stringify({ hears: toIsolated, calls: toMain });
  return {
    binding,
    entrance,
    mainWorld: inMainFrame(`(${String(mainWorld)})((${String(createBridge)})(${far}))`),
    isolatedWorld: inMainFrame(
      `(${String(isolatedWorld)})(${JSON.stringify(options)}, (${String(createCodec)})(), (${String(createBridge)})(${near}), ${preloadFunction})`,
    ),
  };
}

function inMainFrame(script: string): string {
  return `if (self === top) ${script};`;
}

function secretName(): string {
  return `standIn${randomBytes(12).toString('hex')}`;
}
