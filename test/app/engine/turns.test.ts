import { expect, test } from 'vitest';
import { createTurns } from '../../../app/engine/turns.ts';

test('work runs in the order of asking, one at a time, whatever came of the work before', async () => {
  const inTurn = createTurns();
  const log: string[] = [];
  const work = (name: string, fails: boolean) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
    if (fails) throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled([
    inTurn(work('a', true)),
    inTurn(work('b', false)),
    inTurn(work('c', false)),
  ]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});
