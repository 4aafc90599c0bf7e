import * as v from 'valibot';
import type { Failure, FieldIssue } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { addressProblem, ipFamily } from './address.ts';

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

const port = integer(1, 65_535, 'Use a port from 1 to 65535.');

const waitMs = v.optional(wholeNumber(0, limits.waitMs, 'ms'));

const notHex = 'Use pairs of hexadecimal digits.';
const notBase64 = "This isn't valid base64.";
const tooLong = `This is longer than ${limits.payloadBytes.toLocaleString('en')} bytes.`;

/** The data of a UDP step. `text` is sent as UTF-8. */
const payloadSchema = v.variant(
  'kind',
  [
    shape({
      kind: v.literal('text'),
      text: v.pipe(v.string('Enter a text.'), v.maxBytes(limits.payloadBytes, tooLong)),
    }),
    shape({
      kind: v.literal('hex'),
      hex: v.pipe(
        v.string(notHex),
        v.regex(/^(?:[0-9a-f]{2})*$/i, notHex),
        v.maxLength(limits.payloadBytes * 2, tooLong),
      ),
    }),
    shape({
      kind: v.literal('base64'),
      base64: v.pipe(
        v.string(notBase64),
        v.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, notBase64),
        v.maxLength((limits.payloadBytes / 3) * 4, tooLong),
      ),
    }),
    shape({ kind: v.literal('random'), bytes: wholeNumber(1, limits.payloadBytes, 'bytes') }),
  ],
  'Use text, hex, base64 or random.',
);

const noSteps = 'A sequence needs at least one step.';
const noId = 'A host id is a UUID.';
const noSource = "This isn't an IP address.";
const noUser = "This isn't a user name.";
const noLink = 'Enter a link such as https://{address}/.';
const noProgram = 'Enter a program.';

/** One hit. `waitMs` is the pause before it; without it the sequence's gap counts. */
export const stepSchema = v.variant(
  'proto',
  [
    shape({ proto: v.literal('tcp'), port, waitMs }),
    shape({ proto: v.literal('udp'), port, payload: v.optional(payloadSchema), waitMs }),
    shape({
      proto: v.literal('icmp'),
      /** Data bytes of the echo request: what `ping -s` takes, 28 (IPv4) or 48 (IPv6) less than the IP length. */
      bytes: wholeNumber(0, limits.icmpBytes, 'bytes'),
      waitMs,
    }),
  ],
  'Use tcp, udp or icmp.',
);

/** How to knock. One member for each method. */
const knockSchema = v.variant(
  'method',
  [
    shape({
      method: v.literal('sequence'),
      steps: v.pipe(
        v.array(stepSchema, noSteps),
        v.minLength(1, noSteps),
        v.maxLength(limits.steps, `Up to ${limits.steps} steps.`),
      ),
      /** Pause between hits. Absent: Postern chooses and learns. */
      gapMs: v.optional(wholeNumber(0, limits.gapMs, 'ms')),
      /** `syn` sends one SYN and nothing else; `connect` completes the handshake, for networks that swallow lone SYNs. */
      tcp: v.optional(v.picklist(['syn', 'connect'], 'Use syn or connect.'), 'syn'),
      /** What listens there, if known. It decides what a retry may do (knock/policy.ts). */
      server: v.optional(
        v.picklist(['knockd', 'nftables', 'mikrotik', 'recent'], 'Use knockd, nftables, mikrotik or recent.'),
      ),
      /** The server forgets a sequence that takes longer (knockd: seq_timeout). */
      seqTimeoutMs: v.optional(wholeNumber(1_000, limits.seqTimeoutMs, 'ms'), 10_000),
    }),
  ],
  'Use the method "sequence".',
);

const expectSchema = v.variant(
  'kind',
  [
    shape({ kind: v.literal('ssh') }),
    shape({ kind: v.literal('tls') }),
    shape({ kind: v.literal('http'), status: v.optional(wholeNumber(100, 599)) }),
    shape({
      kind: v.literal('prefix'),
      text: v.pipe(
        v.string('Enter the first characters.'),
        v.minBytes(1, 'Enter the first characters.'),
        v.maxBytes(256, 'Up to 256 bytes.'),
      ),
    }),
  ],
  'Use ssh, tls, http or prefix.',
);

/** How Postern sees that the service became reachable: a TCP connect, and what must answer on it. */
const checkSchema = shape(
  { port, expect: v.optional(expectSchema) },
  'Give the port to check, as {"port": 22}.',
);

/** What to start once the service is open. {address} and {port} stand for what was seen open. */
const connectSchema = v.variant(
  'kind',
  [
    shape({
      kind: v.literal('ssh'),
      user: v.optional(v.pipe(v.string(noUser), v.regex(/^[^\s-]\S*$/, noUser))),
    }),
    shape({
      kind: v.literal('url'),
      url: v.pipe(v.string(noLink), v.regex(/^(?:https?|ftp|sftp|rdp|vnc|ssh):\/\/[^\s]+$/, noLink)),
    }),
    shape({
      kind: v.literal('command'),
      program: v.pipe(
        v.string(noProgram),
        v.minLength(1, noProgram),
        v.maxLength(1_000, 'Up to 1,000 characters.'),
      ),
      args: v.pipe(
        v.array(
          v.pipe(v.string('Use a text.'), v.maxLength(4_000, 'Up to 4,000 characters.')),
          'Use a list of arguments.',
        ),
        v.maxLength(64, 'Up to 64 arguments.'),
      ),
    }),
  ],
  'Use ssh, url or command.',
);

// Control characters would move the cursor of a terminal or break a line of a log.
const printable = v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "Control characters can't be used here.");

const fields = shape(
  {
    id: v.pipe(v.string(noId), v.uuid(noId)),
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
    family: v.optional(v.picklist(['auto', '4', '6', 'both'], 'Use auto, 4, 6 or both.'), 'auto'),
    knock: knockSchema,
    /** Absent: nothing to check, so the best verdict is `sent`. */
    check: v.optional(checkSchema),
    /** The server admits exactly one connection: a check would use it up, so none is made. */
    admitsOne: v.optional(v.boolean('Use true or false.'), false),
    /** How long the server keeps the door open, if known. */
    openForMs: v.optional(wholeNumber(1_000, limits.openForMs, 'ms')),
    tries: v.optional(wholeNumber(1, limits.tries), limits.tries),
    deadlineMs: v.optional(wholeNumber(1_000, limits.deadlineMs, 'ms'), 15_000),
    knocksPerMinute: v.optional(wholeNumber(1, limits.knocksPerMinute), 12),
    /** Local address to send from, for computers with several uplinks. */
    source: v.optional(
      v.pipe(
        v.string(noSource),
        v.check((text) => ipFamily(text) !== null, noSource),
      ),
    ),
    connect: v.optional(connectSchema),
    favourite: v.optional(v.boolean('Use true or false.'), false),
    tags: v.optional(
      v.pipe(
        v.array(
          v.pipe(
            v.string('Enter a tag.'),
            v.trim(),
            v.minLength(1, 'Enter a tag.'),
            v.maxLength(limits.tagLength, `Up to ${limits.tagLength} characters.`),
            printable,
          ),
          'Use a list of tags.',
        ),
        v.maxLength(limits.tags, `Up to ${limits.tags} tags.`),
      ),
      [],
    ),
    notes: v.optional(
      v.pipe(
        v.string('Use a text.'),
        v.maxLength(limits.notesLength, `Up to ${limits.notesLength.toLocaleString('en')} characters.`),
      ),
      '',
    ),
  },
  "This isn't a host.",
);

export const hostSchema = v.pipe(
  fields,
  v.forward(
    v.check(
      ({ address, family }) => !contradicts(ipFamily(address), family),
      ({ input }) => `${input.address} is an IPv${ipFamily(input.address)} address.`,
    ),
    ['family'],
  ),
);

/** Parses what comes from a file, a form or another process. */
export function parseHost(input: unknown): Result<Host, Extract<Failure, { code: 'invalid-host' }>> {
  const parsed = v.safeParse(hostSchema, input, { abortPipeEarly: true });
  if (parsed.success) return ok(parsed.output);
  return fail({ code: 'invalid-host', issues: parsed.issues.map(fieldIssue) });
}

/** A saved server: where it is, how to knock, what to check. Fields a newer version added stay in it untouched. */
export type Host = v.InferOutput<typeof hostSchema>;
export type HostInput = v.InferInput<typeof hostSchema>;
export type Family = Host['family'];
export type Knock = Host['knock'];
export type Step = Knock['steps'][number];
export type Payload = v.InferOutput<typeof payloadSchema>;
export type Check = v.InferOutput<typeof checkSchema>;
export type Expectation = v.InferOutput<typeof expectSchema>;

// A path counts list entries from 1, as people, the editor and `RunEvent.step` do: "knock.steps.1.port" is the first step.
function fieldIssue(issue: v.BaseIssue<unknown>): FieldIssue {
  const keys = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key + 1 : String(key)));
  return { path: keys.join('.'), problem: issue.message };
}

function contradicts(literal: 4 | 6 | null, family: 'auto' | '4' | '6' | 'both'): boolean {
  return (literal === 4 && family === '6') || (literal === 6 && family === '4');
}

/** An object that keeps fields it does not know. A field that is missing is answered with the wording of that field. */
function shape<const Entries extends v.ObjectEntries>(entries: Entries, problem = 'Use an object.') {
  return v.looseObject(entries, (issue: v.LooseObjectIssue) => {
    const field = entries[String(issue.path?.at(-1)?.key)];
    return field && 'message' in field && typeof field.message === 'string' ? field.message : problem;
  });
}

function wholeNumber(least: number, most: number, unit = '') {
  return integer(least, most, `Use a whole number from ${least} to ${most}${unit && ` ${unit}`}.`);
}

function integer(least: number, most: number, problem: string) {
  return v.pipe(v.number(problem), v.integer(problem), v.minValue(least, problem), v.maxValue(most, problem));
}
