import * as v from 'valibot';
import { addressProblem } from './address.ts';

/** Bounds of a saved host. The reasons stand beside the values that are not self-evident. */
export const limits = {
  nameLength: 64,
  notesLength: 4_000,
  tags: 32,
  tagLength: 40,
  /** As knockd: PMAX in knockd.c. */
  steps: 32,
  /** Below the smallest IPv6 MTU (1,280) less headers, so that a knock is never a fragment. */
  payloadBytes: 1_200,
  waitMs: 60_000,
  gapMs: 10_000,
  /** ip(7): 65,535 less the IPv4 (20) and ICMP (8) headers. */
  icmpBytes: 65_507,
  tries: 8,
  deadlineMs: 300_000,
  seqTimeoutMs: 3_600_000,
  openForMs: 7 * 24 * 3_600_000,
  knocksPerMinute: 600,
} as const;

const port = v.pipe(
  v.number('Use a port from 1 to 65535.'),
  v.integer('Use a port from 1 to 65535.'),
  v.minValue(1, 'Use a port from 1 to 65535.'),
  v.maxValue(65_535, 'Use a port from 1 to 65535.'),
);

const wholeNumber = (least: number, most: number, unit: string) => {
  const problem = `Use a whole number from ${least} to ${most}${unit && ` ${unit}`}.`;
  return v.pipe(v.number(problem), v.integer(problem), v.minValue(least, problem), v.maxValue(most, problem));
};

const waitMs = v.optional(wholeNumber(0, limits.waitMs, 'ms'));

const tooLong = `This is longer than ${limits.payloadBytes.toLocaleString('en')} bytes.`;

/** The data of a UDP step. `text` is sent as UTF-8. */
const payloadSchema = v.variant('kind', [
  v.looseObject({
    kind: v.literal('text'),
    text: v.pipe(v.string(), v.maxBytes(limits.payloadBytes, tooLong)),
  }),
  v.looseObject({
    kind: v.literal('hex'),
    hex: v.pipe(
      v.string(),
      v.regex(/^(?:[0-9a-f]{2})*$/i, 'Use pairs of hexadecimal digits.'),
      v.maxLength(limits.payloadBytes * 2, tooLong),
    ),
  }),
  v.looseObject({
    kind: v.literal('base64'),
    base64: v.pipe(
      v.string(),
      v.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, "This isn't valid base64."),
      v.maxLength((limits.payloadBytes / 3) * 4, tooLong),
    ),
  }),
  v.looseObject({ kind: v.literal('random'), bytes: wholeNumber(1, limits.payloadBytes, 'bytes') }),
]);

/** One hit. `waitMs` is the pause before it; without it the sequence's gap counts. */
const stepSchema = v.variant('proto', [
  v.looseObject({ proto: v.literal('tcp'), port, waitMs }),
  v.looseObject({ proto: v.literal('udp'), port, payload: v.optional(payloadSchema), waitMs }),
  v.looseObject({
    proto: v.literal('icmp'),
    /** Data bytes of the echo request: what `ping -s` takes, 28 (IPv4) or 48 (IPv6) less than the IP length. */
    bytes: wholeNumber(0, limits.icmpBytes, 'bytes'),
    waitMs,
  }),
]);

/** How to knock. One member for each method. */
const knockSchema = v.variant('method', [
  v.looseObject({
    method: v.literal('sequence'),
    steps: v.pipe(
      v.array(stepSchema),
      v.minLength(1, 'A sequence needs at least one step.'),
      v.maxLength(limits.steps, `Up to ${limits.steps} steps.`),
    ),
    /** Pause between hits. Absent: Postern chooses and learns. */
    gapMs: v.optional(wholeNumber(0, limits.gapMs, 'ms')),
    /** `syn` sends one SYN and nothing else; `connect` completes the handshake, for networks that swallow lone SYNs. */
    tcp: v.optional(v.picklist(['syn', 'connect']), 'syn'),
    /** The server forgets a sequence that takes longer (knockd: seq_timeout). */
    seqTimeoutMs: v.optional(wholeNumber(1_000, limits.seqTimeoutMs, 'ms'), 10_000),
  }),
]);

const expectSchema = v.variant('kind', [
  v.looseObject({ kind: v.literal('ssh') }),
  v.looseObject({ kind: v.literal('tls') }),
  v.looseObject({ kind: v.literal('http'), status: v.optional(wholeNumber(100, 599, '')) }),
  v.looseObject({
    kind: v.literal('prefix'),
    text: v.pipe(v.string(), v.minBytes(1, 'Enter the first characters.'), v.maxBytes(256, 'Up to 256 bytes.')),
  }),
]);

/** How Postern sees that the service became reachable: a TCP connect, and what must answer on it. */
const checkSchema = v.looseObject({ port, expect: v.optional(expectSchema) });

// Control characters would move the cursor of a terminal or break a line of a log.
const printable = v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "Control characters can't be used here.");

export const hostSchema = v.looseObject({
  id: v.pipe(v.string(), v.uuid('A host id is a UUID.')),
  name: v.pipe(
    v.string('Enter a name.'),
    v.trim(),
    v.minLength(1, 'Enter a name.'),
    v.maxLength(limits.nameLength, `Up to ${limits.nameLength} characters.`),
    printable,
  ),
  address: v.pipe(
    v.string('Enter an address.'),
    v.trim(),
    v.rawCheck(({ dataset, addIssue }) => {
      const problem = dataset.typed ? addressProblem(dataset.value) : null;
      if (problem !== null) addIssue({ message: problem });
    }),
  ),
  family: v.optional(v.picklist(['auto', '4', '6', 'both']), 'auto'),
  knock: knockSchema,
  /** Absent: nothing to check, so the best verdict is `sent`. */
  check: v.optional(checkSchema),
  /** The server admits exactly one connection: a check would use it up, so none is made. */
  admitsOne: v.optional(v.boolean(), false),
  /** How long the server keeps the door open, if known. */
  openForMs: v.optional(wholeNumber(1_000, limits.openForMs, 'ms')),
  tries: v.optional(wholeNumber(1, limits.tries, ''), limits.tries),
  deadlineMs: v.optional(wholeNumber(1_000, limits.deadlineMs, 'ms'), 15_000),
  knocksPerMinute: v.optional(wholeNumber(1, limits.knocksPerMinute, ''), 12),
  /** Local address to send from, for computers with several uplinks. */
  source: v.optional(v.pipe(v.string(), v.ip("This isn't an IP address."))),
  tags: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.tagLength), printable)),
      v.maxLength(limits.tags, `Up to ${limits.tags} tags.`),
    ),
    [],
  ),
  notes: v.optional(v.pipe(v.string(), v.maxLength(limits.notesLength)), ''),
});

/** A saved server: where it is, how to knock, what to check. Fields a newer version added stay in it untouched. */
export type Host = v.InferOutput<typeof hostSchema>;
export type HostInput = v.InferInput<typeof hostSchema>;
export type Family = Host['family'];
export type Knock = Host['knock'];
export type Step = Knock['steps'][number];
export type Payload = v.InferOutput<typeof payloadSchema>;
export type Check = v.InferOutput<typeof checkSchema>;
export type Expectation = v.InferOutput<typeof expectSchema>;
