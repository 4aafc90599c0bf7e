import { readdir, readFile } from 'node:fs/promises';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { sourceTowards } from '../local-address.ts';
import { runProgram } from './run-program.ts';

/** What the readers ask of the system. Nothing here rejects. */
export interface System {
  /** The text of a file; empty if it cannot be read. */
  readonly file: (path: string) => Promise<string>;
  /** The names in a folder; null if it cannot be read. */
  readonly folder: (path: string) => Promise<readonly string[] | null>;
  readonly exists: (path: string) => Promise<boolean>;
  /** What a program printed; null if it is missing, failed or took too long. */
  readonly run: (command: readonly [string, ...string[]], input?: string) => Promise<string | null>;
  readonly interfaces: () => Interfaces;
  /** The address that packets to `address` would leave from; null if there is no route. Sends nothing. */
  readonly sourceTowards: (address: string, family: 4 | 6) => Promise<string | null>;
  /** The answer to a question that is slow to ask, if it was asked a moment ago. */
  readonly remember: (question: string, ask: () => Promise<string | null>) => Promise<string | null>;
}

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** While a network settles it is read four times a second. */
const rememberedMs = 10_000;

/** `root` is where /proc and /sys are. */
export function createSystem({
  root,
  folders,
}: {
  readonly root: string;
  readonly folders: readonly string[];
}): System & { forget(): void } {
  const answers = new Map<string, { readonly at: number; readonly answer: Promise<string | null> }>();
  const folder: System['folder'] = (path) => readdir(join(root, path)).catch(() => null);
  return {
    file: (path) => readFile(join(root, path), 'utf8').catch(() => ''),
    folder,
    exists: async (path) => (await folder(path)) !== null,
    run: (command, input) => runProgram({ command, folders, ...(input !== undefined && { input }) }),
    interfaces() {
      try {
        return networkInterfaces();
      } catch {
        // Listing them takes a socket.
        return {};
      }
    },
    sourceTowards,
    remember(question, ask) {
      const now = performance.now();
      const known = answers.get(question);
      if (known !== undefined && now - known.at < rememberedMs) return known.answer;
      const answer = ask();
      answers.set(question, { at: now, answer });
      return answer;
    },
    forget: () => answers.clear(),
  };
}
