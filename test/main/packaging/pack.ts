import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface PackOptions {
  /** A distribution of test/main/packaging/fake-electron.ts. */
  readonly electron: string;
  /** An empty folder for everything that is written. */
  readonly folder: string;
  /** The target first, as electron-builder's command line has it: `--linux`, `deb`. */
  readonly targets: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Packs out/ as electron-builder.yml says, for x64. Throws with what it printed when it fails. */
export async function pack({ electron, folder, targets, environment = {} }: PackOptions): Promise<void> {
  const settings = {
    electronDist: electron,
    'directories.output': join(folder, 'dist'),
    // Icon and version resource are written; there is nothing to sign with.
    'win.signExecutable': 'false',
  };
  const command = join(root, 'node_modules/electron-builder/cli.js');
  const overrides = Object.entries(settings).map(([key, value]) => `-c.${key}=${value}`);
  const { code, output } = await run([command, ...targets, '--x64', ...overrides], {
    // No certificate of the person who runs the tests is looked for.
    CSC_IDENTITY_AUTO_DISCOVERY: 'false',
    ...environment,
  });
  if (code !== 0) throw new Error(output);
}

async function run(
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, parameters, { cwd: root, env: { ...process.env, ...environment } });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: Buffer.concat(chunks).toString() };
}
