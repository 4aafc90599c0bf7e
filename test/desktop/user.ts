import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Namespace } from '../lab/namespaces.ts';
import type { Errand, Seen } from './by-keyboard.ts';

/** Somebody at the keyboard of a computer of the lab, in front of Postern's window. */
export interface User {
  /** Runs an errand; resolves with what the window showed. */
  does(errand: Errand): Promise<Seen | { readonly failed: string }>;
  /** Quits the app. */
  end(): Promise<void>;
}

const program = fileURLToPath(new URL('by-keyboard.ts', import.meta.url));

export function startUser(at: Namespace): User {
  const child = at.start(process.execPath, [program]);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null) throw new Error('a program without pipes');
  let said = '';
  stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    async does(errand) {
      stdin.write(`${JSON.stringify(errand)}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error(`nobody at the keyboard any more: ${said}`);
      return JSON.parse(answer.value) as Seen | { readonly failed: string };
    },
    async end() {
      const ended = once(child, 'exit');
      stdin.end();
      await ended;
    },
  };
}
