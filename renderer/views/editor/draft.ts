import type { Method, SequenceKnock } from '../../../app/hosts/knock-schema.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { closeDraft, newClose, type CloseDraft } from './close-draft.ts';
import { derivationDraft, newDerivation, type DerivationDraft } from './methods/derivation-draft.ts';
import { newPacket, pknockDraft, spaDraft, type PacketDraft } from './methods/packet-draft.ts';
import { draftSteps, newStep, type StepDraft } from './step-draft.ts';
import { secondsText, textOf } from './typed-number.ts';

/**
 * A host as it is being typed: text wherever something can be typed wrongly. Durations are in the unit that stands
 * beside the field. Empty means: not said, so that the default holds. The fields of every method are there, so that a
 * look at another method costs nothing.
 */
export interface Draft extends DerivationDraft, PacketDraft, CloseDraft {
  readonly name: string;
  readonly address: string;
  readonly family: Host['family'];
  readonly favourite: boolean;
  /** Separated by commas. */
  readonly tags: string;
  readonly method: Method;
  readonly steps: readonly StepDraft[];
  readonly gapMs: string;
  readonly tcp: SequenceKnock['tcp'];
  readonly server: 'unknown' | NonNullable<SequenceKnock['server']>;
  readonly seqTimeoutS: string;
  readonly stepS: string;
  readonly epochS: string;
  readonly skew: string;
  readonly clockOffsetS: string;
  readonly window: string;
  /** Where the counter is to be put when the host is saved; empty: where it is. */
  readonly counter: string;
  readonly warnBelow: string;
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
    ...newDerivation,
    ...newPacket,
    ...newClose,
    name: '',
    address: '',
    family: 'auto',
    favourite: false,
    tags: '',
    method: 'sequence',
    steps: [newStep()],
    gapMs: '',
    tcp: 'syn',
    server: 'unknown',
    seqTimeoutS: '',
    stepS: '',
    epochS: '',
    skew: '',
    clockOffsetS: '',
    window: '',
    counter: '',
    warnBelow: '',
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
    ...newDraft(),
    name: host.name,
    address: host.address,
    family: host.family,
    favourite: host.favourite,
    tags: host.tags.join(', '),
    method: knock.method,
    ...methodDraft(knock),
    ...closeDraft(host),
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

function methodDraft(knock: Host['knock']): Partial<Draft> {
  switch (knock.method) {
    case 'sequence':
      return { ...pacingDraft(knock), steps: draftSteps(knock.steps) };
    case 'totp':
      return {
        ...pacingDraft(knock),
        ...derivationDraft(knock.derivation),
        stepS: textOf(knock.stepS),
        epochS: String(knock.epochS),
        skew: String(knock.skew),
        clockOffsetS: String(knock.clockOffsetS),
      };
    case 'hotp':
      return {
        ...pacingDraft(knock),
        ...derivationDraft(knock.derivation),
        window: String(knock.window),
      };
    case 'list':
      return { ...pacingDraft(knock), window: String(knock.window), warnBelow: String(knock.warnBelow) };
    case 'spa':
      return { ...spaDraft(knock), clockOffsetS: String(knock.clockOffsetS) };
    case 'pknock':
      return { ...pknockDraft(knock), clockOffsetS: String(knock.clockOffsetS) };
    default:
      return knock satisfies never;
  }
}

function pacingDraft(
  knock: Pick<SequenceKnock, 'gapMs' | 'tcp' | 'server' | 'seqTimeoutMs'>,
): Partial<Draft> {
  return {
    gapMs: textOf(knock.gapMs),
    tcp: knock.tcp,
    server: knock.server ?? 'unknown',
    seqTimeoutS: secondsText(knock.seqTimeoutMs),
  };
}

/** Whether the method sends a sequence of hits, and not a single packet. */
export function isPaced(method: Method): boolean {
  return method !== 'spa' && method !== 'pknock';
}

/** Whether anything was typed since: keys of steps are no part of what was typed. */
export function isSame(a: Draft, b: Draft): boolean {
  const bare = (draft: Draft): string =>
    JSON.stringify({ ...draft, steps: draft.steps.map(({ key: _, ...step }) => step) });
  return bare(a) === bare(b);
}
