/** Runs Postern's CLI inside a namespace, as a user of that computer would. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KnockResult, RunEvent } from '../../app/run.ts';
import type { Namespace } from './namespaces.ts';

const cli = fileURLToPath(new URL('../../app/cli/bin.ts', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  /** The last JSON line; null if the command failed before a knock began. */
  readonly result: KnockResult | null;
  readonly events: readonly RunEvent[];
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** Resolves when an event of this type was printed. */
  seen(type: RunEvent['type']): Promise<void>;
}

export interface PosternOptions {
  /** POSTERN_HOME. A new, empty one unless given. */
  readonly home?: string;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `postern ARGS --json`, to its end. */
export function postern(
  from: Namespace,
  args: readonly string[],
  options?: PosternOptions,
): Promise<Outcome> {
  return startPostern(from, args, options).outcome;
}

export function startPostern(
  from: Namespace,
  args: readonly string[],
  { home = newHome(from), env = {} }: PosternOptions = {},
): Running {
  const child = from.start(process.execPath, [cli, ...args, '--json'], {
    env: { ...env, POSTERN_HOME: home },
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));

  const outcome = new Promise<Outcome>((resolve) => {
    child.once('close', (code) => resolve({ code, ...readLines(stdout), stderr }));
  });
  const seen = (type: RunEvent['type']) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!readLines(stdout).events.some((event) => event.type === type)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      child.once('close', () => reject(new Error(`ended without ${type}: ${stdout}${stderr}`)));
      look();
    });
  return { child, outcome, seen };
}

/** An empty folder for POSTERN_HOME. */
export function newHome(owner: Namespace): string {
  return mkdtempSync(join(owner.folder, 'home-'));
}

function readLines(text: string): { result: KnockResult | null; events: readonly RunEvent[] } {
  // A line without its end is still being written.
  const lines = text.split('\n').slice(0, -1);
  const parsed = lines.map((line) => JSON.parse(line) as RunEvent | ({ type: 'result' } & KnockResult));
  return {
    result: parsed.find((line) => line.type === 'result') ?? null,
    events: parsed.filter((line) => line.type !== 'result'),
  };
}
