/** How long the CLI takes to start, and how big it is. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { median } from './statistics.ts';

export interface StartUp {
  /** `node -e 0` and `node postern.js version`, median. */
  readonly bareMs: number;
  readonly cliMs: number;
  readonly bundleBytes: number;
}

export function measureStartUp(bundle: string, runs = 20): StartUp {
  const bare: number[] = [];
  const cli: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    bare.push(timeNode(['-e', '0']));
    cli.push(timeNode([bundle, 'version']));
  }
  return { bareMs: median(bare), cliMs: median(cli), bundleBytes: statSync(bundle).size };
}

function timeNode(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - startedAt;
}
