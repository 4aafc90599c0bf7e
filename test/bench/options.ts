/** The command line of the benchmark. */
import { parseArgs } from 'node:util';

/** These need real servers; the command line and the desktop app can be measured everywhere. */
const labParts = ['clean', 'bad', 'recent', 'crowd'] as const;
const parts = [...labParts, 'start-up', 'cost'] as const;
export type Part = (typeof parts)[number];

export function needsLab(part: Part): boolean {
  return labParts.some((name) => name === part);
}

export interface Options {
  /** Of each contestant with each sequence on the bad link; a quarter of it on the clean one. */
  readonly runs: number;
  readonly only: readonly Part[];
  /** Where all figures and single runs are written as JSON, or null. */
  readonly json: string | null;
}

export const usage = `npm run bench -- [--runs N] [--only ${parts.join(',')}] [--json FILE]`;

/** Null for a command line that says something else. */
export function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        runs: { type: 'string', default: '100' },
        only: { type: 'string', default: parts.join(',') },
        json: { type: 'string' },
      },
    });
    const runs = Number(values.runs);
    const only = values.only.split(',');
    if (!Number.isInteger(runs) || runs < 1 || !only.every(isPart)) return null;
    return { runs, only, json: values.json ?? null };
  } catch {
    return null;
  }
}

function isPart(text: string): text is Part {
  return (parts as readonly string[]).includes(text);
}
