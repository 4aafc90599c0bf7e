import type { FieldIssue } from '../../../app/errors.ts';
import { parseHost, type Host, type Knock, type Payload, type Step } from '../../../app/hosts/schema.ts';
import { planKnock, spanMs, type PlannedPacket } from '../../../app/knock/plan.ts';
import { gapMs } from '../../../app/knock/policy.ts';
import { parseSequence, type SequenceProblem } from '../../../app/knock/sequence.ts';
import type { Result } from '../../../app/result.ts';

export type PayloadKind = 'none' | Payload['kind'];

/** A step as it is being typed. */
export interface StepDraft {
  /** Stays with the step wherever it moves. */
  readonly key: string;
  readonly proto: Step['proto'];
  readonly port: string;
  readonly bytes: string;
  readonly waitMs: string;
  readonly payload: PayloadKind;
  /** Of the payload: its text, digits or number of bytes. */
  readonly data: string;
}

/**
 * A host as it is being typed: text wherever something can be typed wrongly. Durations are in the unit that stands
 * beside the field. Empty means: not said, so that the default holds.
 */
export interface Draft {
  readonly name: string;
  readonly address: string;
  readonly family: Host['family'];
  readonly favourite: boolean;
  /** Separated by commas. */
  readonly tags: string;
  readonly steps: readonly StepDraft[];
  readonly gapMs: string;
  readonly tcp: Knock['tcp'];
  readonly server: 'unknown' | NonNullable<Knock['server']>;
  readonly seqTimeoutS: string;
  readonly checkPort: string;
  readonly expect: 'any' | 'ssh' | 'tls' | 'http' | 'prefix';
  readonly status: string;
  readonly prefix: string;
  readonly admitsOne: boolean;
  readonly openForS: string;
  readonly connect: 'nothing' | 'ssh' | 'url' | 'command';
  readonly user: string;
  readonly url: string;
  readonly program: string;
  /** One argument a line. */
  readonly args: string;
  readonly source: string;
  readonly tries: string;
  readonly deadlineS: string;
  readonly knocksPerMinute: string;
  readonly notes: string;
}

/** What a new host begins with: the service that most doors hide. */
export function newDraft(): Draft {
  return {
    name: '',
    address: '',
    family: 'auto',
    favourite: false,
    tags: '',
    steps: [newStep()],
    gapMs: '',
    tcp: 'syn',
    server: 'unknown',
    seqTimeoutS: '',
    checkPort: '22',
    expect: 'ssh',
    status: '',
    prefix: '',
    admitsOne: false,
    openForS: '',
    connect: 'nothing',
    user: '',
    url: '',
    program: '',
    args: '',
    source: '',
    tries: '',
    deadlineS: '',
    knocksPerMinute: '',
    notes: '',
  };
}

/** The saved host as a form shows it. */
export function draftOf(host: Host): Draft {
  const { knock, check, connect } = host;
  const expect = check?.expect;
  return {
    name: host.name,
    address: host.address,
    family: host.family,
    favourite: host.favourite,
    tags: host.tags.join(', '),
    steps: draftSteps(knock.steps),
    gapMs: textOf(knock.gapMs),
    tcp: knock.tcp,
    server: knock.server ?? 'unknown',
    seqTimeoutS: secondsText(knock.seqTimeoutMs),
    checkPort: textOf(check?.port),
    expect: expect?.kind ?? 'any',
    status: expect?.kind === 'http' ? textOf(expect.status) : '',
    prefix: expect?.kind === 'prefix' ? expect.text : '',
    admitsOne: host.admitsOne,
    openForS: host.openForMs === undefined ? '' : secondsText(host.openForMs),
    connect: connect?.kind ?? 'nothing',
    user: connect?.kind === 'ssh' ? (connect.user ?? '') : '',
    url: connect?.kind === 'url' ? connect.url : '',
    program: connect?.kind === 'command' ? connect.program : '',
    args: connect?.kind === 'command' ? connect.args.join('\n') : '',
    source: host.source ?? '',
    tries: String(host.tries),
    deadlineS: secondsText(host.deadlineMs),
    knocksPerMinute: String(host.knocksPerMinute),
    notes: host.notes,
  };
}

export function draftSteps(steps: readonly Step[]): readonly StepDraft[] {
  return steps.map((step) => {
    const wait = { waitMs: textOf(step.waitMs) };
    switch (step.proto) {
      case 'tcp':
        return newStep({ ...wait, proto: step.proto, port: String(step.port) });
      case 'udp':
        return newStep({
          ...wait,
          proto: step.proto,
          port: String(step.port),
          ...draftPayload(step.payload),
        });
      case 'icmp':
        return newStep({ ...wait, proto: step.proto, bytes: String(step.bytes) });
      default:
        return step satisfies never;
    }
  });
}

let steps = 0;

export function newStep(like: Partial<StepDraft> = {}): StepDraft {
  steps += 1;
  return {
    proto: 'tcp',
    port: '',
    bytes: '56',
    waitMs: '',
    payload: 'none',
    data: '',
    ...like,
    key: `step-${steps}`,
  };
}

/** Moves the step at `from` so that it stands at `to`. Places beyond the ends change nothing. */
export function moveStep(steps: readonly StepDraft[], from: number, to: number): readonly StepDraft[] {
  const step = steps[from];
  if (step === undefined || to < 0 || to >= steps.length) return steps;
  return steps.toSpliced(from, 1).toSpliced(to, 0, step);
}

/**
 * The host that the form describes, or what is wrong with which field. `kept` is the saved host: what it holds besides,
 * from a newer version, stays.
 */
export function parseDraft(draft: Draft, about: { readonly id: string; readonly kept: Host | null }) {
  return parseHost(withoutEmpty(hostInput(draft, about)));
}

/** Whether anything was typed since: keys of steps are no part of what was typed. */
export function isSame(a: Draft, b: Draft): boolean {
  const bare = (draft: Draft): string =>
    JSON.stringify({ ...draft, steps: draft.steps.map(({ key: _, ...step }) => step) });
  return bare(a) === bare(b);
}

/** The field of the form that an issue belongs to, such as "address" or "steps.3.port". */
export function fieldOf({ path }: FieldIssue): string {
  const [whole, step, key = ''] = /^knock\.steps\.(\d+)(?:\.(\w+))?/.exec(path) ?? [];
  if (whole !== undefined) return `steps.${step}.${key === 'payload' ? 'data' : key}`;
  const field = Object.entries(fields)
    .toSorted(([a], [b]) => b.length - a.length)
    .find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`));
  return field?.[1] ?? path;
}

/** The first problem of each field, by field. */
export function problemsOf(issues: readonly FieldIssue[]): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const issue of issues) {
    const field = fieldOf(issue);
    if (!problems.has(field)) problems.set(field, issue.problem);
  }
  return problems;
}

/** What the first try will send; null while the steps make no sequence. */
export interface Preview {
  readonly packets: readonly PlannedPacket[];
  readonly spanMs: number;
  readonly gapMs: number;
  readonly seqTimeoutMs: number;
  readonly steps: readonly Step[];
}

/** Computed for a network where nothing is known yet: what was learnt changes only gaps that are not set. */
export function previewDraft(draft: Draft): Preview | null {
  const input = hostInput(draft, { id: someId, kept: null });
  // Of the rest only what decides the gap counts; it may still be wrong while the sequence is right.
  const parsed = [
    { ...input, name: 'x', address: '192.0.2.1', family: 'auto', ...nothingElse },
    {
      id: someId,
      name: 'x',
      address: '192.0.2.1',
      knock: { ...input.knock, gapMs: undefined, seqTimeoutMs: undefined },
    },
  ]
    .map(parseHost)
    .find((each) => each.ok);
  if (parsed === undefined || !parsed.ok) return null;
  const { knock } = parsed.value;
  const gap = gapMs(parsed.value, 1, { rttMs: null, settleMs: null, maybeOpen: false, pacing: {} });
  return {
    packets: planKnock({
      knock,
      gapMs: gap,
      isRetry: false,
      copies: 1,
      random: (count) => new Uint8Array(count),
    }),
    spanMs: spanMs(knock, gap),
    gapMs: gap,
    seqTimeoutMs: knock.seqTimeoutMs,
    steps: knock.steps,
  };
}

/** A pasted sequence: as Postern writes it, or the line of a knockd.conf. */
export function readPaste(text: string): Result<readonly Step[], SequenceProblem> {
  return parseSequence(text.replace(/^\s*sequence\s*=/i, '').trim());
}

const someId = '00000000-0000-4000-8000-000000000000';

const nothingElse = {
  check: undefined,
  openForMs: undefined,
  connect: undefined,
  source: undefined,
  tags: [],
  notes: '',
  knocksPerMinute: undefined,
};

const fields: Readonly<Record<string, string>> = {
  'knock.steps': 'steps',
  'knock.gapMs': 'gapMs',
  'knock.tcp': 'tcp',
  'knock.server': 'server',
  'knock.seqTimeoutMs': 'seqTimeoutS',
  check: 'checkPort',
  'check.expect.status': 'status',
  'check.expect.text': 'prefix',
  openForMs: 'openForS',
  'connect.user': 'user',
  'connect.url': 'url',
  'connect.program': 'program',
  'connect.args': 'args',
  deadlineMs: 'deadlineS',
  tags: 'tags',
};

function hostInput(draft: Draft, { id, kept }: { readonly id: string; readonly kept: Host | null }) {
  return {
    ...kept,
    id,
    name: draft.name,
    address: draft.address,
    family: draft.family,
    favourite: draft.favourite,
    tags: draft.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
    knock: {
      ...kept?.knock,
      method: 'sequence',
      steps: draft.steps.map(stepInput),
      gapMs: numberOf(draft.gapMs),
      tcp: draft.tcp,
      server: draft.server === 'unknown' ? undefined : draft.server,
      seqTimeoutMs: msOf(draft.seqTimeoutS),
    },
    check: checkInput(draft),
    admitsOne: draft.admitsOne,
    openForMs: msOf(draft.openForS),
    connect: connectInput(draft),
    source: draft.source.trim() === '' ? undefined : draft.source.trim(),
    tries: numberOf(draft.tries),
    deadlineMs: msOf(draft.deadlineS),
    knocksPerMinute: numberOf(draft.knocksPerMinute),
    notes: draft.notes,
  };
}

function stepInput(step: StepDraft) {
  const wait = { waitMs: numberOf(step.waitMs) };
  switch (step.proto) {
    case 'tcp':
      return { ...wait, proto: step.proto, port: numberOf(step.port) };
    case 'udp':
      return { ...wait, proto: step.proto, port: numberOf(step.port), payload: payloadInput(step) };
    case 'icmp':
      return { ...wait, proto: step.proto, bytes: numberOf(step.bytes) };
    default:
      return step.proto satisfies never;
  }
}

function payloadInput({ payload: kind, data }: StepDraft) {
  switch (kind) {
    case 'none':
      return undefined;
    case 'text':
      return { kind, text: data };
    case 'hex':
      return { kind, hex: data.replace(/[\s:]/g, '') };
    case 'base64':
      return { kind, base64: data.replace(/\s/g, '') };
    case 'random':
      return { kind, bytes: numberOf(data) };
    default:
      return kind satisfies never;
  }
}

function draftPayload(payload: Payload | undefined): Pick<StepDraft, 'payload' | 'data'> {
  switch (payload?.kind) {
    case undefined:
      return { payload: 'none', data: '' };
    case 'text':
      return { payload: payload.kind, data: payload.text };
    case 'hex':
      return { payload: payload.kind, data: payload.hex };
    case 'base64':
      return { payload: payload.kind, data: payload.base64 };
    case 'random':
      return { payload: payload.kind, data: String(payload.bytes) };
    default:
      return payload satisfies never;
  }
}

/** No port and nothing expected there: nothing to check. */
function checkInput({ checkPort, expect, status, prefix }: Draft) {
  if (checkPort.trim() === '' && expect === 'any') return undefined;
  const port = numberOf(checkPort);
  switch (expect) {
    case 'any':
      return { port };
    case 'ssh':
    case 'tls':
      return { port, expect: { kind: expect } };
    case 'http':
      return { port, expect: { kind: expect, status: numberOf(status) } };
    case 'prefix':
      return { port, expect: { kind: expect, text: prefix } };
    default:
      return expect satisfies never;
  }
}

function connectInput({ connect: kind, user, url, program, args }: Draft) {
  switch (kind) {
    case 'nothing':
      return undefined;
    case 'ssh':
      return { kind, user: user.trim() === '' ? undefined : user.trim() };
    case 'url':
      return { kind, url: url.trim() };
    case 'command':
      return { kind, program: program.trim(), args: args.split('\n').filter((arg) => arg !== '') };
    default:
      return kind satisfies never;
  }
}

/** A field that is not said has no key: the saved host shall equal what it was made from. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, withoutEmpty(each)]),
  );
}

/** NaN where something stands that is no number: the schema then says what belongs there. */
function numberOf(text: string): number | undefined {
  const bare = text.trim();
  if (bare === '') return undefined;
  return /^\d+(?:\.\d+)?$/.test(bare) ? Number(bare) : NaN;
}

/** Seconds, with a point or a comma, to whole milliseconds. */
function msOf(text: string): number | undefined {
  const seconds = numberOf(text.replace(',', '.'));
  return seconds === undefined ? undefined : Math.round(seconds * 1_000);
}

function secondsText(ms: number): string {
  return String(ms / 1_000);
}

function textOf(number: number | undefined): string {
  return number === undefined ? '' : String(number);
}
