import { expect, test } from 'vitest';
import { previewSequence } from '../../../../renderer/views/editor/preview-draft.ts';
import { draftSteps, newStep } from '../../../../renderer/views/editor/step-draft.ts';
import { draft } from './form.ts';

test('the preview is what the first try sends: own waits kept, the gap in between', () => {
  const steps = draftSteps([
    { proto: 'tcp', port: 7000 },
    { proto: 'udp', port: 8000, payload: { kind: 'text', text: 'abc' } },
    { proto: 'tcp', port: 9000, waitMs: 250 },
  ]);
  const preview = previewSequence(draft({ steps, gapMs: '40', name: '', address: '' }));
  expect(preview?.packets.map(({ offsetMs }) => offsetMs)).toEqual([0, 40, 290]);
  expect(preview?.packets[1]?.packet).toMatchObject({ proto: 'udp', port: 8000, data: { length: 3 } });
  expect(preview?.spanMs).toBe(290);
});

test('a gap that is not set is the one for a network where nothing is known', () => {
  expect(previewSequence(draft())).toMatchObject({ gapMs: 5, spanMs: 5, seqTimeoutMs: 10_000 });
});

test('without a whole sequence there is no preview, however right the rest is', () => {
  expect(previewSequence(draft({ steps: [newStep({ port: '' })] }))).toBeNull();
});
