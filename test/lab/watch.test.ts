import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { HostInput } from '../../app/hosts/schema.ts';
import { labProblem } from './lab.ts';
import { postern } from './postern.ts';
import { until } from './servers/door.ts';
import { closingPort } from './servers/strict.ts';
import type { Watch } from './watch.ts';
import { watchedComputer } from './watched.ts';

// What `postern watch` does when things fail, and with those who ask it.

const joined = { when: { kind: 'joined' } };

describe.skipIf(labProblem !== null)('postern watch', () => {
  const here = watchedComputer();

  test('backs off from a server that never opens, after 5, 10 and 20 s, and then waits', async () => {
    await here.door.jam();
    const watch = await here.watching({ rules: [joined], host: { tries: 1, deadlineMs: 1_000 } });
    await here.net.use('second');
    await until('four knocks have failed', () => ranAt(watch).length === 4, 60_000);
    const pauses = ranAt(watch)
      .slice(1)
      .map(({ at }, index) => at - (ranAt(watch)[index]?.endedAt ?? 0));
    for (const [index, least] of [5_000, 10_000, 20_000].entries()) {
      expect(pauses[index]).toBeGreaterThanOrEqual(least);
      expect(pauses[index]).toBeLessThan(least + 3_000);
    }
    await sleep(10_000);
    expect(await here.door.begun()).toBe(4);
  });

  test('goes on when ip monitor is killed', async () => {
    const watch = await here.watching({ rules: [joined] });
    const pids = (await here.net.client.exec('pgrep', ['-f', 'ip -o monitor'])).stdout
      .split('\n')
      .map(Number);
    const inside = (await here.net.client.run('ip', ['netns', 'pids', here.net.client.name]))
      .split('\n')
      .map(Number);
    const monitors = pids.filter((pid) => pid !== 0 && inside.includes(pid));
    expect(monitors).toHaveLength(1);
    for (const pid of monitors) process.kill(pid, 'SIGKILL');
    await here.net.use('second');
    await watch.told('the knock has ended', ({ type }) => type === 'ran');
    expect(await here.door.senders()).toEqual([here.net.from.second]);
  });

  test('makes one sequence of fifty knocks at once', async () => {
    const { home } = await here.watching({ rules: [] });
    const env = { XDG_RUNTIME_DIR: '' };
    const all = await Promise.all(
      Array.from({ length: 50 }, () => postern(here.net.client, ['knock', 'nas'], { home, env })),
    );
    expect(all.map(({ code }) => code)).toEqual(Array.from({ length: 50 }, () => 0));
    expect(await here.door.begun()).toBe(1);
  });

  test('ends at SIGTERM, closing what is to be closed', async () => {
    const close = {
      method: 'sequence',
      steps: [{ proto: 'tcp', port: closingPort }],
    } satisfies HostInput['close'];
    const watch = await here.watching({ rules: [joined], host: { close, closeOn: ['quit'] } });
    await here.net.use('second');
    await watch.told('the knock has ended', ({ type }) => type === 'ran');
    expect(await watch.stop()).toBe(0);
    expect(watch.lines().at(-1)).toMatchObject({
      type: 'ran',
      kind: 'close',
      cause: 'quit',
      result: { verdict: 'closed' },
    });
  });
});

function ranAt(watch: Watch): readonly { readonly at: number; readonly endedAt: number }[] {
  return watch
    .lines()
    .filter(({ type }) => type === 'ran')
    .map(({ at, result }) => ({
      at: at as number,
      endedAt: (at as number) + (result as { readonly tookMs: number }).tookMs,
    }));
}
