import { expect, test } from 'vitest';
import { draftOf, isSame } from '../../../../renderer/views/editor/draft.ts';
import { moveStep } from '../../../../renderer/views/editor/step-draft.ts';
import { host } from '../../../app/hosts/host.ts';

test('only what is typed makes a form differ', () => {
  const saved = host();
  const before = draftOf(saved);
  expect(isSame(before, draftOf(saved))).toBe(true);
  expect(isSame(before, { ...before, name: 'other' })).toBe(false);
  expect(isSame(before, { ...before, steps: moveStep(before.steps, 0, 1) })).toBe(false);
});
