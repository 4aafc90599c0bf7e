import { InvalidArgumentError } from 'commander';
import { addressProblem } from '../hosts/address.ts';
import type { Expectation, Host } from '../hosts/schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { parseSequence } from '../knock/sequence.ts';

/** The values of options, from text. Each throws InvalidArgumentError with what to write instead. */

/** A check as it was typed. `expect` is null for a plain connection and absent if nothing was said about it. */
export interface TypedCheck {
  readonly port: number;
  readonly expect?: Expectation | null;
}

export function parseSteps(text: string): readonly Step[] {
  const steps = parseSequence(text);
  if (steps.ok) return steps.value;
  const { item, text: typed, problem } = steps.error;
  throw new InvalidArgumentError(typed === '' ? problem : `Step ${item} ("${shorten(typed)}"): ${problem}`);
}

/**
 * Reads what to look at after the knock.
 *
 *     check       = port | port "/tcp" | "tcp/" port | expectation "/" port
 *     expectation = "ssh" | "tls" | "http" | "http=" status | "prefix=" text
 */
export function parseCheck(text: string): TypedCheck {
  if (/^\d+$/.test(text)) return { port: Number(text) };
  const port = /^(\d+)\/tcp$/i.exec(text)?.[1];
  if (port !== undefined) return { port: Number(port), expect: null };
  // Greedy: the text of a prefix may contain slashes.
  const [, kind = '', behind = ''] = /^(.*)\/(\d+)$/s.exec(text) ?? [];
  if (kind.toLowerCase() === 'tcp') return { port: Number(behind), expect: null };
  const expect = readExpectation(kind);
  if (expect === null) {
    throw new InvalidArgumentError(
      'Write 22, tcp/22, ssh/22, tls/443, http/80, http=200/80 or prefix=RFB/5900.',
    );
  }
  return { port: Number(behind), expect };
}

export function parseExpectation(text: string): Expectation {
  const expect = readExpectation(text);
  if (expect === null) throw new InvalidArgumentError('Write ssh, tls, http, http=200 or prefix=TEXT.');
  return expect;
}

function readExpectation(text: string): Expectation | null {
  const [, kind = '', value] = /^([a-z]+)(?:=(.*))?$/is.exec(text) ?? [];
  switch (kind.toLowerCase()) {
    case 'ssh':
      return value === undefined ? { kind: 'ssh' } : null;
    case 'tls':
      return value === undefined ? { kind: 'tls' } : null;
    case 'http':
      if (value === undefined) return { kind: 'http' };
      return /^\d{3}$/.test(value) ? { kind: 'http', status: Number(value) } : null;
    case 'prefix':
      return value === undefined || value === '' ? null : { kind: 'prefix', text: value };
    default:
      return null;
  }
}

const unitMs: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Reads `250ms`, `15s`, `1.5s`, `2m`, `1h` or `1d` as milliseconds; a bare number has the given unit. */
export function durationIn(unit: 'ms' | 's'): (text: string) => number {
  const example = unit === 'ms' ? '100, 100ms or 0.5s' : '15, 15s or 1500ms';
  return (text) => {
    const [, amount, given = unit] = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/i.exec(text.trim()) ?? [];
    const factor = unitMs.get(given.toLowerCase());
    if (amount === undefined || factor === undefined) throw new InvalidArgumentError(`Write ${example}.`);
    return Math.round(Number(amount) * factor);
  };
}

export function parseWhole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}

export function parseAddress(text: string): string {
  const problem = addressProblem(text.trim());
  if (problem !== null) throw new InvalidArgumentError(problem);
  return text.trim();
}

const closeOccasions = ['quit', 'left', 'keep-open-end'] as const;

/** When a door is shut, as "quit,left". */
export function parseCloseOn(text: string): Host['closeOn'] {
  return parseTags(text).map((typed) => {
    const occasion = closeOccasions.find((each) => each === typed);
    if (occasion === undefined)
      throw new InvalidArgumentError('Write quit, left, keep-open-end, with commas.');
    return occasion;
  });
}

/** Tags as "work, home". */
export function parseTags(text: string): readonly string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
