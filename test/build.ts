import { execSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bundles = ['out/postern.js', 'out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];
const sources = ['{app,main,renderer}/**/*', '{vite,electron.vite}.config.ts', 'package.json'];

/** Tests of what ships look at out/: built here when it is missing, or older than what it is made of. */
export function setup(): void {
  const builtAt = Math.min(...bundles.map(changedAt));
  if (globSync(sources, { cwd: root }).every((file) => changedAt(file) <= builtAt)) return;
  // Under vitest's own "test" another React would be built in.
  const env = { ...process.env, NODE_ENV: 'production' };
  execSync('npm run build', { cwd: root, env, stdio: 'pipe' });
}

/** Milliseconds since 1970; 0 for a file that is not there. */
function changedAt(file: string): number {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
