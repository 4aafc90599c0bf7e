import * as v from 'valibot';
import { limits } from '../hosts/shape.ts';
import { stepSchema, type Payload, type Step } from '../hosts/step-schema.ts';
import { fail, ok, type Result } from '../result.ts';

/** What is wrong with a sequence as it was typed, and where. */
export interface SequenceProblem {
  /** Which step, counted from 1. A pause belongs to the step behind it. */
  readonly item: number;
  /** That part as it was typed; empty where nothing stands. */
  readonly text: string;
  /** What to do about it, as one sentence. */
  readonly problem: string;
}

/**
 * Reads a knock sequence as people write it.
 *
 *     sequence = item ((comma | blanks) item)*
 *     item     = [pause blanks] hit
 *     hit      = port [(":" | "/") ("tcp" | "udp" ["=" data])] | "icmp:" number of data bytes
 *     data     = "text:" percent-encoded UTF-8 | "hex:" digits | "base64:" characters | "random:" number of bytes
 *     pause    = "+" number "ms"
 *
 * Examples: `7000 8000:udp 9000/tcp icmp:64`, `7000,+250ms,8000:udp=text:open%20sesame`. Words are read in any case
 * and blanks around ":" are allowed, as knockd does (parse_port_sequence in knockd.c). What knockd silently reads as
 * something else, such as `7000-7010` (7000) or an empty item (port 0), is refused.
 */
export function parseSequence(text: string): Result<readonly Step[], SequenceProblem> {
  const steps: Step[] = [];
  let pause: string | null = null;
  for (const word of words(text)) {
    const item = steps.length + 1;
    const problem = (sentence: string) => fail({ item, text: word, problem: sentence });
    if (word === '') return problem(sentences.empty);
    if (item > limits.steps) return problem(`Up to ${limits.steps} steps.`);
    if (word.startsWith('+')) {
      if (pause !== null) return problem(sentences.twoPauses);
      if (!/^\+\d+ms$/i.test(word)) return problem(sentences.pause);
      pause = word;
      continue;
    }
    const raw = readHit(word);
    if (!raw.ok) return problem(raw.error);
    const step = v.safeParse(
      stepSchema,
      pause === null ? raw.value : { ...raw.value, waitMs: parseInt(pause.slice(1), 10) },
    );
    if (!step.success) {
      const [issue] = step.issues;
      const at = issue.path?.[0]?.key === 'waitMs' && pause !== null ? pause : word;
      return fail({ item, text: at, problem: issue.message });
    }
    steps.push(step.output);
    pause = null;
  }
  if (pause !== null) return fail({ item: steps.length + 1, text: pause, problem: sentences.strayPause });
  if (steps.length === 0) return fail({ item: 1, text: '', problem: sentences.none });
  return ok(steps);
}

/** Writes steps so that `parseSequence` reads them back. No character of it needs quoting in a POSIX shell. */
export function formatSequence(steps: readonly Step[]): string {
  return steps
    .map((step) => `${step.waitMs === undefined ? '' : `+${step.waitMs}ms `}${formatHit(step)}`)
    .join(' ');
}

const sentences = {
  none: 'A sequence needs at least one step.',
  empty: 'Nothing stands here: write one comma between two steps, and none at the ends.',
  separator: 'Separate steps with commas or blanks.',
  range: 'A range is not a step: write each port.',
  port: 'Use a port from 1 to 65535.',
  protocol: 'Use tcp or udp after the port.',
  icmp: 'Write an ICMP step with its data bytes, such as icmp:64.',
  tcpData: 'Only a UDP step carries data, such as 8000:udp=text:open.',
  data: 'Write data as text:, hex:, base64: or random:, such as 8000:udp=hex:00ff.',
  percent: 'Write % as %25, and a blank as %20; bytes that are not UTF-8 text need hex:.',
  randomBytes: `Use a whole number from 1 to ${limits.payloadBytes} bytes.`,
  pause: 'Write a pause as +250ms, in front of the step that waits.',
  twoPauses: 'Write one pause in front of a step.',
  strayPause: 'A pause needs a step behind it.',
} as const;

/** Hits and pauses in order. An empty word stands for an item missing beside a comma. */
function words(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text
    .replace(/(?<![^\s,])(\d+|icmp)\s*([:/])\s*(?=[a-z\d])/gi, '$1$2')
    .split(',')
    .flatMap((part) => part.trim().split(/\s+/));
}

/** The shape of a hit; `stepSchema` judges its numbers. */
function readHit(word: string): Result<object, string> {
  const [, hit = '', data = null] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const [first = '', second, ...more] = hit.toLowerCase().split(/[:/]/);
  if (first === 'icmp') {
    const isWhole = second !== undefined && /^\d+$/.test(second) && more.length === 0 && data === null;
    return isWhole ? ok({ proto: 'icmp', bytes: Number(second) }) : fail(sentences.icmp);
  }
  if (second === 'icmp') return fail(sentences.icmp);
  if (hit.includes(';')) return fail(sentences.separator);
  if (/^\d+-\d+$/.test(first)) return fail(sentences.range);
  if (!/^\d+$/.test(first)) return fail(sentences.port);
  const proto = second ?? 'tcp';
  if ((proto !== 'tcp' && proto !== 'udp') || more.length > 0) return fail(sentences.protocol);
  const port = Number(first);
  if (data === null) return ok({ proto, port });
  if (proto === 'tcp') return fail(sentences.tcpData);
  const payload = readPayload(data);
  return payload.ok ? ok({ proto, port, payload: payload.value }) : payload;
}

function readPayload(data: string): Result<object, string> {
  const [, kind = '', value = ''] = /^(\w+):(.*)$/s.exec(data) ?? [];
  switch (kind.toLowerCase()) {
    case 'text':
      return percentDecoded(value);
    case 'hex':
      return ok({ kind: 'hex', hex: value });
    case 'base64':
      return ok({ kind: 'base64', base64: value });
    case 'random':
      return /^\d+$/.test(value) ? ok({ kind: 'random', bytes: Number(value) }) : fail(sentences.randomBytes);
    default:
      return fail(sentences.data);
  }
}

function percentDecoded(value: string): Result<object, string> {
  try {
    return ok({ kind: 'text', text: decodeURIComponent(value) });
  } catch {
    return fail(sentences.percent);
  }
}

function formatHit(step: Step): string {
  switch (step.proto) {
    case 'tcp':
      return String(step.port);
    case 'udp':
      return `${step.port}:udp${step.payload === undefined ? '' : `=${formatPayload(step.payload)}`}`;
    case 'icmp':
      return `icmp:${step.bytes}`;
    default:
      return step satisfies never;
  }
}

function formatPayload(payload: Payload): string {
  switch (payload.kind) {
    case 'text':
      return `text:${percentEncoded(payload.text)}`;
    case 'hex':
      return `hex:${payload.hex}`;
    case 'base64':
      return `base64:${payload.base64}`;
    case 'random':
      return `random:${payload.bytes}`;
    default:
      return payload satisfies never;
  }
}

function percentEncoded(text: string): string {
  // UTF-8 has no form for half a surrogate pair: U+FFFD is what goes on the wire, so it is what we write.
  const whole = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  // encodeURIComponent leaves !~*'() alone, which shells do not.
  return encodeURIComponent(whole).replace(
    /[!~*'()]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
