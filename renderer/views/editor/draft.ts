import type { Knock } from '../../../app/hosts/knock-schema.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { draftSteps, newStep, type StepDraft } from './step-draft.ts';
import { secondsText, textOf } from './typed-number.ts';

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

/** Whether anything was typed since: keys of steps are no part of what was typed. */
export function isSame(a: Draft, b: Draft): boolean {
  const bare = (draft: Draft): string =>
    JSON.stringify({ ...draft, steps: draft.steps.map(({ key: _, ...step }) => step) });
  return bare(a) === bare(b);
}
