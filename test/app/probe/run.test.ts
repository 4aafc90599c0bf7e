import { expect, test } from 'vitest';
import { createVirtualClock } from '../../../app/fake/clock.ts';
import type { ProbeOutcome } from '../../../app/probe/outcome.ts';
import type { ProbePorts, ProbeRequest } from '../../../app/probe/ports.ts';
import { watchService } from '../../../app/probe/run.ts';

const service = { address: '192.0.2.7', family: 4, source: null, port: 22, expect: null } as const;
const refused = { kind: 'refused', rttMs: 20 } as const;
const notSent = { kind: 'not-sent', obstacle: { code: 'offline' } } as const;

/** A service that answers probe `number` (from 1) with `outcome` after some time; otherwise it is silent. */
type Script = (number: number) => { readonly afterMs: number; readonly outcome: ProbeOutcome } | null;

/** A watch on a virtual clock, with its log: when each probe left, and when each outcome was told. */
function prepareWatch(script: Script, options: Partial<Parameters<typeof watchService>[0]> = {}) {
  const clock = createVirtualClock();
  const left: number[] = [];
  const timeouts: number[] = [];
  const told: (readonly [number, ProbeOutcome['kind']])[] = [];
  const standing = new Set<number>();

  const connect: ProbePorts['connect'] = (request: ProbeRequest, signal) => {
    left.push(clock.elapsed());
    timeouts.push(request.timeoutMs);
    const number = left.length;
    standing.add(number);
    const startedAt = clock.elapsed();
    const answer = script(number);
    return new Promise((resolve) => {
      const end = (outcome: ProbeOutcome): void => {
        standing.delete(number);
        resolve(outcome);
      };
      const silence = (): void => end({ kind: 'silent', waitedMs: clock.elapsed() - startedAt });
      if (answer !== null) clock.after(answer.afterMs, () => end(answer.outcome));
      signal.addEventListener('abort', silence, { once: true });
      clock.after(request.timeoutMs, silence);
    });
  };

  const watching = () =>
    clock.run(
      watchService({
        connect,
        clock,
        service,
        pauseMs: () => 30,
        forMs: 100,
        signal: new AbortController().signal,
        onOutcome: (outcome) => told.push([clock.elapsed(), outcome.kind]),
        ...options,
      }),
    );
  return { clock, left, timeouts, told, standing: () => standing.size, watching };
}

const silence: Script = () => null;
const openAfter = (afterMs: number) => ({ afterMs, outcome: { kind: 'open', rttMs: afterMs } }) as const;

test('probes leave after their pauses, however slow the answers are, and end with the watch', async () => {
  const { clock, left, timeouts, told, watching } = prepareWatch(silence);
  expect(await watching()).toEqual({ kind: 'silent', waitedMs: 70 });
  expect(left).toEqual([30, 60, 90]);
  expect(timeouts).toEqual([70, 40, 10]);
  expect(told).toEqual([
    [100, 'silent'],
    [100, 'silent'],
    [100, 'silent'],
  ]);
  expect(clock.elapsed()).toBe(100);
});

test('without a pause the first probe leaves at once', async () => {
  const pauses = [0, 10, 20, 40];
  const { left, watching } = prepareWatch(silence, { pauseMs: (number) => pauses[number - 1] ?? 60 });
  await watching();
  expect(left).toEqual([0, 10, 30, 70]);
});

test('a pause longer than the watch means no probe, and silence', async () => {
  const { clock, left, told, watching } = prepareWatch(silence, { pauseMs: () => 500 });
  expect(await watching()).toEqual({ kind: 'silent', waitedMs: 100 });
  expect([left, told, clock.elapsed()]).toEqual([[], [], 100]);
});

test('an opening ends the watch at once, and the probes it makes needless are not told', async () => {
  const { clock, left, told, standing, watching } = prepareWatch((number) =>
    number === 2 ? openAfter(35) : null,
  );
  expect(await watching()).toEqual({ kind: 'open', rttMs: 35 });
  expect(left).toEqual([30, 60, 90]);
  expect(told).toEqual([[95, 'open']]);
  expect([clock.elapsed(), standing()]).toEqual([95, 0]);
});

test('a slow answer counts even if a later probe was answered first', async () => {
  const { told, watching } = prepareWatch((number) =>
    number === 1 ? openAfter(65) : { afterMs: 1, outcome: refused },
  );
  expect(await watching()).toEqual({ kind: 'open', rttMs: 65 });
  expect(told).toEqual([
    [61, 'refused'],
    [91, 'refused'],
    [95, 'open'],
  ]);
});

test('what counts as final ends the watch; the probes cut off are told as silent, each once', async () => {
  const { clock, left, told, watching } = prepareWatch(
    (number) => (number === 2 ? { afterMs: 5, outcome: refused } : null),
    { isFinal: (outcome) => outcome.kind === 'refused' },
  );
  expect(await watching()).toEqual(refused);
  expect(left).toEqual([30, 60]);
  expect(told).toEqual([
    [65, 'refused'],
    [65, 'silent'],
  ]);
  expect(clock.elapsed()).toBe(65);
});

test('the last answer outweighs silence and what never left', async () => {
  const answers = [{ afterMs: 1, outcome: refused }, { afterMs: 1, outcome: notSent }, null];
  const { watching } = prepareWatch((number) => answers[number - 1] ?? null);
  expect(await watching()).toEqual(refused);
});

test('if no probe could leave, that is the outcome', async () => {
  const { told, watching } = prepareWatch(() => ({ afterMs: 0, outcome: notSent }));
  expect(await watching()).toEqual(notSent);
  expect(told).toHaveLength(3);
});

test('an abort ends the watch at once and no probe follows', async () => {
  const stop = new AbortController();
  const { clock, left, told, standing, watching } = prepareWatch(silence, { signal: stop.signal });
  clock.after(70, () => stop.abort());
  expect(await watching()).toEqual({ kind: 'silent', waitedMs: 40 });
  expect(left).toEqual([30, 60]);
  expect(told).toEqual([
    [70, 'silent'],
    [70, 'silent'],
  ]);
  expect([clock.elapsed(), standing()]).toEqual([70, 0]);
});

test('an abort that came before means no probe at all', async () => {
  const { clock, left, watching } = prepareWatch(silence, { signal: AbortSignal.abort(), pauseMs: () => 0 });
  expect(await watching()).toEqual({ kind: 'silent', waitedMs: 0 });
  expect([left, clock.elapsed()]).toEqual([[], 0]);
});

test('what is asked of each probe is the service', async () => {
  const asked: Omit<ProbeRequest, 'timeoutMs'>[] = [];
  const { watching } = prepareWatch(silence, {
    forMs: 40,
    connect: async ({ timeoutMs: _, ...request }) => {
      asked.push(request);
      return { kind: 'open', rttMs: 1 };
    },
  });
  await watching();
  expect(asked).toEqual([service]);
});
