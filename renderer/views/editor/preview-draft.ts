import { parseHost } from '../../../app/hosts/schema.ts';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { planKnock, spanMs, type PlannedPacket } from '../../../app/knock/plan.ts';
import { gapMs } from '../../../app/knock/policy.ts';
import type { Draft } from './draft.ts';
import { hostInput } from './parse-draft.ts';

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
