import type { Pk1 } from '../hosts/derivation-schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { parseSequence } from '../knock/sequence.ts';
import { fail, ok, type Result } from '../result.ts';
import { remaining, type Counter } from './counter.ts';
import { deriveHits } from './derive.ts';
import type { DeriveProblem } from './problem.ts';

/** A list of sequences that are used once each, in order: the file of knockd's `one_time_sequences`. */
export interface OneTimeList {
  /** Those that are not used yet. */
  readonly sequences: readonly (readonly Step[])[];
  /** How many the server has marked as used. */
  readonly usedLines: number;
}

/** Tells nothing of what the line says: it is a secret. */
export interface ListProblem {
  /** From 1; null if it is about the whole list. */
  readonly line: number | null;
  /** What to do about it, as one sentence. */
  readonly problem: string;
}

/**
 * Reads a list: one sequence a line, `port[:tcp|udp]` with commas between. A line that begins with "#" is a comment, or
 * one that knockd has used. Refused is also what `parseSequence` would take and knockd would read as something else:
 * client and server would go on with different sequences.
 */
export function parseOneTimeList(text: string): Result<OneTimeList, ListProblem> {
  const sequences: (readonly Step[])[] = [];
  let usedLines = 0;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === '') continue;
    if (line.startsWith('#')) {
      const rest = line.slice(1);
      // knockd overwrites the first byte, which is a digit where there is no blank.
      if (readLine(rest).ok || (rest !== '' && readLine(`1${rest}`).ok)) usedLines += 1;
      continue;
    }
    const steps = readLine(line);
    if (!steps.ok) return fail({ line: index + 1, problem: steps.error });
    sequences.push(steps.value);
  }
  if (sequences.length === 0) return fail({ line: null, problem: 'This list has no unused sequence.' });
  return ok({ sequences, usedLines });
}

/** The text of a list for both sides. Each line begins with a blank, which knockd overwrites when it is used. */
export function formatOneTimeList(sequences: readonly (readonly Step[])[]): string {
  return sequences.map((steps) => ` ${steps.map(formatItem).join(',')}\n`).join('');
}

/** The sequences of `count` counters from `from` on. */
export function generateOneTimeList({
  derivation,
  secret,
  from,
  count,
}: {
  readonly derivation: Pk1;
  readonly secret: Uint8Array;
  readonly from: number;
  readonly count: number;
}): Result<readonly (readonly Step[])[], DeriveProblem> {
  const sequences: (readonly Step[])[] = [];
  for (let factor = from; factor < from + count; factor += 1) {
    const steps = deriveHits({ derivation, secret, factor, stepS: 1, epochS: 0 });
    if (!steps.ok) return steps;
    sequences.push(steps.value);
  }
  return ok(sequences);
}

/**
 * What to say about the end of a list; null if it is far. `last-line`: knockd 0.8 ends when its last line is used, with
 * all its doors, and does not start again with such a file.
 */
export function listWarning(
  counter: Counter,
  warnBelow: number,
): { readonly code: 'few-lines' | 'last-line'; readonly left: number } | null {
  const left = remaining(counter);
  if (left === null) return null;
  if (left <= 1) return { code: 'last-line', left };
  return left < warnBelow ? { code: 'few-lines', left } : null;
}

function readLine(line: string): Result<readonly Step[], string> {
  const steps = parseSequence(line);
  if (!steps.ok) return fail(steps.error.problem);
  const isKnockds = line.split(',').every((item) => /^\s*\d+\s*(?::\s*(?:tcp|udp)\s*)?$/i.test(item));
  return isKnockds ? steps : fail('Write ports as knockd reads them: 7000,8000:udp,9000:tcp.');
}

function formatItem(step: Step): string {
  if (step.proto === 'icmp') throw new Error('a one-time list with an ICMP step');
  return step.proto === 'udp' ? `${step.port}:udp` : String(step.port);
}
