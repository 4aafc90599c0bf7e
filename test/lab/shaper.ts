/** Starts and steers shaper.py, which carries every frame of a shaped network and says there what each figure means. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { python } from './lab.ts';

/** What one direction does to its packets. Absent figures are 0 or false. */
export interface Direction {
  readonly delayMs?: number;
  /** Uniform, ± around the delay. */
  readonly jitterMs?: number;
  readonly lossPercent?: number;
  /** These jump the queue: they are delivered at once. */
  readonly reorderPercent?: number;
  readonly duplicatePercent?: number;
  /** Whether jitter alone may let a later packet overtake an earlier one. */
  readonly overtake?: boolean;
}

export interface Shaping {
  readonly seed?: number;
  readonly toServer?: Direction;
  readonly toClient?: Direction;
}

/** What happened to the packets of one direction since the start. */
export interface Counts {
  readonly passed: number;
  readonly lost: number;
  readonly reordered: number;
  readonly duplicated: number;
}

export interface Shaper {
  /** Replaces the figures of both directions, and the seed if one is given. Packets under way keep their time. */
  shape(shaping: Shaping): Promise<void>;
  counts(): Promise<{ readonly toServer: Counts; readonly toClient: Counts }>;
  stop(): Promise<void>;
}

/** `client` and `server` are names of namespaces. At first everything passes at once. */
export async function startShaper(options: {
  readonly client: string;
  readonly server: string;
}): Promise<Shaper> {
  const script = fileURLToPath(new URL('shaper.py', import.meta.url));
  const child = spawn(python, [script, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise((resolve) => child.once('exit', resolve));

  const nextLine = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the shaper ended');
    return JSON.parse(value);
  };
  const ask = async (question: object) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    return nextLine();
  };

  await nextLine();
  return {
    shape: async (shaping) => {
      await ask({ shaping });
    },
    counts: async () => (await ask({ counts: true })) as Awaited<ReturnType<Shaper['counts']>>,
    stop: async () => {
      // The end of its input is the shaper's end, also when this process dies.
      child.stdin.end();
      await exited;
    },
  };
}
