import type { FieldIssue } from '../../../app/errors.ts';
import type { Knock } from '../../../app/hosts/knock-schema.ts';
import { parseHost, type Host } from '../../../app/hosts/schema.ts';
import { closeInput } from './close-draft.ts';
import type { Draft } from './draft.ts';
import { derivationFields, derivationInput } from './methods/derivation-draft.ts';
import { packetFields, pknockInput, spaInput } from './methods/packet-draft.ts';
import { stepInput } from './step-draft.ts';
import { msOf, numberOf, signedNumberOf } from './typed-number.ts';

/**
 * The host that the form describes, or what is wrong with which field. `kept` is the saved host: what it holds besides,
 * from a newer version, stays.
 */
export function parseDraft(draft: Draft, about: { readonly id: string; readonly kept: Host | null }) {
  return parseHost(withoutEmpty(hostInput(draft, about)));
}

/** The first problem of each field, by field. */
export function problemsOf(
  issues: readonly FieldIssue[],
  method: Draft['method'],
): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const issue of issues) {
    const field = fieldOf(issue, method);
    if (!problems.has(field)) problems.set(field, issue.problem);
  }
  return problems;
}

/** The form in the shape of the schema. What was typed wrongly stays wrong: the schema says what belongs there. */
export function hostInput(draft: Draft, { id, kept }: { readonly id: string; readonly kept: Host | null }) {
  const knock = knockInput(draft, kept?.knock ?? null);
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
    knock,
    close: closeInput(draft, knock, kept),
    closeOn: draft.close === 'none' ? [] : draft.closeOn,
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

/** The method that is chosen. What a newer version put into the same method stays. */
function knockInput(draft: Draft, kept: Knock | null) {
  const { method } = draft;
  const pacing = {
    gapMs: numberOf(draft.gapMs),
    tcp: draft.tcp,
    server: draft.server === 'unknown' ? undefined : draft.server,
    seqTimeoutMs: msOf(draft.seqTimeoutS),
  };
  switch (method) {
    case 'sequence':
      return {
        ...(kept?.method === method && kept),
        method,
        steps: draft.steps.map(stepInput),
        ...pacing,
      };
    case 'totp': {
      const was = kept?.method === method ? kept : null;
      return {
        ...was,
        method,
        derivation: derivationInput(draft, was?.derivation ?? null),
        stepS: numberOf(draft.stepS),
        epochS: numberOf(draft.epochS),
        skew: numberOf(draft.skew),
        clockOffsetS: signedNumberOf(draft.clockOffsetS),
        ...pacing,
      };
    }
    case 'hotp': {
      const was = kept?.method === method ? kept : null;
      return {
        ...was,
        method,
        derivation: derivationInput({ ...draft, scheme: 'pk1' }, was?.derivation ?? null),
        window: numberOf(draft.window),
        ...pacing,
      };
    }
    case 'list':
      return {
        ...(kept?.method === method && kept),
        method,
        window: numberOf(draft.window),
        warnBelow: numberOf(draft.warnBelow),
        ...pacing,
      };
    case 'spa':
      return spaInput(draft, kept?.method === method ? kept : null);
    case 'pknock':
      return pknockInput(draft, kept?.method === method ? kept : null);
    default:
      return method satisfies never;
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

/** The field of the form that an issue belongs to, such as "address" or "steps.3.port". */
function fieldOf({ path: whole }: FieldIssue, method: Draft['method']): string {
  if (whole.startsWith('close.steps')) return 'closeSteps';
  if (whole === 'close.derivation.purpose') return 'closePurpose';
  // What closes shares the fields of what opens.
  const path = whole.replace(/^close\./, 'knock.');
  const [hit, step, key = ''] = /^knock\.steps\.(\d+)(?:\.(\w+))?/.exec(path) ?? [];
  if (hit !== undefined) return `steps.${step}.${key === 'payload' ? 'data' : key}`;
  const field = Object.entries({
    ...fields,
    ...(method === 'spa' || method === 'pknock' ? packetFields(method) : derivationFields),
  })
    .toSorted(([a], [b]) => b.length - a.length)
    .find(([prefix]) => path === prefix || path.startsWith(`${prefix}.`));
  return field?.[1] ?? path;
}

const fields: Readonly<Record<string, string>> = {
  'knock.steps': 'steps',
  'knock.gapMs': 'gapMs',
  'knock.tcp': 'tcp',
  'knock.server': 'server',
  'knock.seqTimeoutMs': 'seqTimeoutS',
  'knock.stepS': 'stepS',
  'knock.epochS': 'epochS',
  'knock.skew': 'skew',
  'knock.clockOffsetS': 'clockOffsetS',
  'knock.window': 'window',
  'knock.warnBelow': 'warnBelow',
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

/** Whether a counter could stand there: empty leaves it where it is. The most is what the engine takes. */
export function isCounter(text: string): boolean {
  const number = numberOf(text);
  return number === undefined || (Number.isSafeInteger(number) && number <= 2 ** 47);
}
