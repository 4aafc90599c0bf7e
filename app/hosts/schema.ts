import * as v from 'valibot';
import type { Failure, FieldIssue } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import { ipFamily } from './address.ts';
import { closeSchema, knockSchema } from './knock-schema.ts';
import { address, limits, port, printable, shape, wholeNumber } from './shape.ts';

const noId = 'A host id is a UUID.';
const noSource = "This isn't an IP address.";
const noUser = "This isn't a user name.";
const noLink = 'Enter a link such as https://{address}/.';
const noProgram = 'Enter a program.';

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
    address,
    family: v.optional(v.picklist(['auto', '4', '6', 'both'], 'Use auto, 4, 6 or both.'), 'auto'),
    knock: knockSchema,
    /** What shuts the door again, if the server knows something for that. */
    close: v.optional(closeSchema),
    /** When Postern shuts the door by itself. */
    closeOn: v.optional(
      v.array(
        v.picklist(['quit', 'left', 'keep-open-end'], 'Use quit, left or keep-open-end.'),
        'Use a list.',
      ),
      [],
    ),
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
      (host) => !contradicts(ipFamily(host.address), host.family),
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
