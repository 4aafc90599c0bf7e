import { printable } from '../present/text.ts';
import type { Io } from './io.ts';

export type Tone = 'plain' | 'strong' | 'good' | 'bad' | 'warn' | 'dim';

/** The one way to the terminal: no text reaches it with control characters but ours. */
export interface Output {
  /** JSON Lines were asked for: nothing else may stand on stdout. */
  readonly isJson: boolean;
  /** stdout is a terminal whose last line can be drawn again. */
  readonly isLive: boolean;
  line(text: string, tone?: Tone): void;
  /** Several parts in one line, each in its tone. */
  parts(parts: readonly (readonly [text: string, tone: Tone])[]): void;
  /** Text of our own with its line breaks: help and scripts. */
  text(text: string): void;
  json(value: object): void;
  /** Replaces the last line of a live terminal; the next line takes its place. */
  status(text: string): void;
  /** One sentence on stderr. */
  problem(text: string): void;
}

export function createOutput(request: {
  readonly io: Pick<Io, 'out' | 'err' | 'env'>;
  readonly argv: readonly string[];
}): Output {
  const { io, argv } = request;
  const { out, err, env } = io;
  const isDumb = env['TERM'] === 'dumb';
  const hasColor = wantsColor({ argv, env, isTty: out.isTty && !isDumb });
  let hasStatus = false;

  const clear = (): string => {
    const erase = hasStatus ? eraseLine : '';
    hasStatus = false;
    return erase;
  };
  const paint = (text: string, tone: Tone): string => {
    const clean = printable(text);
    return hasColor && tone !== 'plain' ? `\u001B[${sgr[tone]}m${clean}\u001B[0m` : clean;
  };

  return {
    isJson: beforeDashes(argv).includes('--json'),
    isLive: out.isTty && !isDumb,
    line(text, tone = 'plain') {
      out.write(`${clear()}${paint(text, tone)}\n`);
    },
    parts(parts) {
      out.write(`${clear()}${parts.map(([text, tone]) => paint(text, tone)).join('')}\n`);
    },
    text(text) {
      out.write(text);
    },
    json(value) {
      out.write(`${escapeControls(JSON.stringify(value, inMicroseconds))}\n`);
    },
    status(text) {
      out.write(`${clear()}${paint(text, 'dim')}`);
      hasStatus = true;
    },
    problem(text) {
      if (hasStatus) out.write(clear());
      err.write(`postern: ${printable(text)}\n`);
    },
  };
}

/** ECMA-48 §8.3.117, Select Graphic Rendition. */
const sgr: Readonly<Record<Exclude<Tone, 'plain'>, string>> = {
  strong: '1',
  good: '32',
  bad: '31',
  warn: '33',
  dim: '2',
};

/** Back to the first column, erase to the end of the line (ECMA-48 §8.3.41). */
const eraseLine = '\r\u001B[K';

/** no-color.org and force-color.org; an option beats the environment. */
function wantsColor(request: {
  readonly argv: readonly string[];
  readonly env: Io['env'];
  readonly isTty: boolean;
}): boolean {
  const { env } = request;
  if (beforeDashes(request.argv).includes('--no-color')) return false;
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return request.isTty;
}

/** Times are measured no finer than this, and nobody wants to read 0.31699999999991126. */
function inMicroseconds(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}

/** JSON leaves DEL, C1 and bidirectional controls as they are; terminals obey some of them. */
function escapeControls(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    },
  );
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
