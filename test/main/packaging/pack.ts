import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** The bundles that `npm run build` leaves are packed where they stand; without them, a fixture of the same shape. */
const isBuilt = existsSync(join(root, 'out/main/index.js'));

export interface PackOptions {
  /** A distribution of test/main/packaging/fake-electron.ts. */
  readonly electron: string;
  /** An empty folder for everything that is written. */
  readonly folder: string;
  /** The target first, as electron-builder's command line has it: `--linux`, `deb`. */
  readonly targets: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs electron-builder on electron-builder.yml for x64. Throws with what it printed when it fails. */
export async function pack({ electron, folder, targets, environment = {} }: PackOptions): Promise<void> {
  const settings = {
    electronDist: electron,
    'directories.output': join(folder, 'dist'),
    // Icon and version resource are written; there is nothing to sign with.
    'win.signExecutable': 'false',
    ...(isBuilt ? {} : { 'directories.app': makeApplication(join(folder, 'app')) }),
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

/** What the build leaves, and some of what must not be packed with it. */
function makeApplication(folder: string): string {
  for (const path of ['package.json', 'LICENSE', 'assets']) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const files = [
    'out/main/index.js',
    'out/main/index.js.map',
    'out/preload/index.cjs',
    'out/renderer/index.html',
    'out/renderer/assets/index.js',
    'out/renderer/assets/index.js.map',
    'out/postern.js',
    'node_modules/left-over/index.js',
    'test/main.test.ts',
    'app/contract.ts',
  ];
  for (const path of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${path}\n`);
  }
  return folder;
}
