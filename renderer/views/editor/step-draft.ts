import type { Payload, Step } from '../../../app/hosts/step-schema.ts';
import { parseSequence, type SequenceProblem } from '../../../app/knock/sequence.ts';
import type { Result } from '../../../app/result.ts';
import { numberOf, textOf } from './typed-number.ts';

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

/** Saved steps as a form shows them. */
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

let made = 0;

export function newStep(like: Partial<StepDraft> = {}): StepDraft {
  made += 1;
  return {
    proto: 'tcp',
    port: '',
    bytes: '56',
    waitMs: '',
    payload: 'none',
    data: '',
    ...like,
    key: `step-${made}`,
  };
}

/** Moves the step at `from` so that it stands at `to`. Places beyond the ends change nothing. */
export function moveStep(steps: readonly StepDraft[], from: number, to: number): readonly StepDraft[] {
  const step = steps[from];
  if (step === undefined || to < 0 || to >= steps.length) return steps;
  return steps.toSpliced(from, 1).toSpliced(to, 0, step);
}

/** A pasted sequence: as Postern writes it, or the line of a knockd.conf. */
export function readPaste(text: string): Result<readonly Step[], SequenceProblem> {
  return parseSequence(text.replace(/^\s*sequence\s*=/i, '').trim());
}

/** The step in the shape of the schema. */
export function stepInput(step: StepDraft) {
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
