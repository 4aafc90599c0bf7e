import { expect, test } from 'vitest';
import { canResolveWith } from '../../../../app/node/network/can-resolve.ts';

const { signal } = new AbortController();

test('a name that is found can be resolved, one that is not cannot', async () => {
  const canResolve = canResolveWith(async (name) => {
    if (name !== 'nas.example') throw new Error('ENOTFOUND');
  });
  expect(await canResolve('nas.example', signal)).toBe(true);
  expect(await canResolve('no.example', signal)).toBe(false);
});

test('an answer that does not come is none, and is not asked for twice', async () => {
  const asked: string[] = [];
  let answer = (): void => {};
  const canResolve = canResolveWith(
    (name) => {
      asked.push(name);
      return new Promise<void>((resolve) => (answer = resolve));
    },
    { waitMs: 20 },
  );
  expect(await canResolve('nas.example', signal)).toBe(false);
  const second = canResolve('nas.example', signal);
  answer();
  expect(await second).toBe(true);
  expect(asked).toEqual(['nas.example']);
  expect(await canResolve('nas.example', AbortSignal.abort())).toBe(false);
});
