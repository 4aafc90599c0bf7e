import { expect, test } from 'vitest';
import { draftSteps, moveStep, readPaste } from '../../../../renderer/views/editor/step-draft.ts';

test('a step moves to a place and takes its key with it; beyond the ends nothing moves', () => {
  const steps = draftSteps([7000, 8000, 9000].map((port) => ({ proto: 'tcp', port })));
  expect(moveStep(steps, 2, 0).map(({ port }) => port)).toEqual(['9000', '7000', '8000']);
  expect(moveStep(steps, 2, 0)[0]).toBe(steps[2]);
  expect(moveStep(steps, 0, -1)).toBe(steps);
  expect(moveStep(steps, 2, 3)).toBe(steps);
});

test('a sequence is read as people write it, and as knockd.conf has it', () => {
  const expected = { ok: true, value: [{ port: 7000 }, { port: 8000, proto: 'udp' }, { port: 9000 }] };
  expect(readPaste('7000,8000:udp,9000/tcp')).toMatchObject(expected);
  expect(readPaste('  sequence    = 7000, 8000:udp, 9000')).toMatchObject(expected);
  expect(readPaste('hello')).toMatchObject({ ok: false, error: { item: 1, text: 'hello' } });
});
