import type { SequenceKnock } from '../../../app/hosts/knock-schema.ts';
import { parseHost, type Host } from '../../../app/hosts/schema.ts';
import { planKnock, spanMs, type PlannedPacket } from '../../../app/knock/plan.ts';
import { gapMs } from '../../../app/knock/policy.ts';
import type { Draft } from './draft.ts';
import { hostInput } from './parse-draft.ts';

/** What the first try will send; null while the steps make no sequence. */
export interface SequencePreview {
  readonly packets: readonly PlannedPacket[];
  readonly spanMs: number;
  readonly gapMs: number;
  readonly seqTimeoutMs: number;
  readonly steps: SequenceKnock['steps'];
}

/** Computed for a network where nothing is known yet: what was learnt changes only gaps that are not set. */
export function previewSequence(draft: Draft): SequencePreview | null {
  const host = previewHost(draft, { id: someId, kept: null });
  if (host?.knock.method !== 'sequence') return null;
  const { knock } = host;
  const gap = gapMs({ ...host, knock }, 1, { rttMs: null, settleMs: null, maybeOpen: false, pacing: {} });
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

/**
 * The host as far as it decides what is sent; null while that is wrong. The rest may still be wrong: a name, or what is
 * to be checked.
 */
export function previewHost(
  draft: Draft,
  about: { readonly id: string; readonly kept: Host | null },
): Host | null {
  const input = hostInput(draft, about);
  const bare = { id: about.id, name: 'x', knock: input.knock };
  const pacing = { gapMs: undefined, seqTimeoutMs: undefined };
  const host = [
    input,
    { ...bare, address: input.address, family: input.family },
    { ...bare, address: someAddress },
    { ...bare, address: someAddress, knock: { ...input.knock, ...pacing } },
  ]
    .map(parseHost)
    .find((each) => each.ok);
  return host?.ok === true ? host.value : null;
}

const someId = '00000000-0000-4000-8000-000000000000';
/** Of RFC 5737: nobody's. */
const someAddress = '192.0.2.1';
