import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  candidates,
  confirm,
  doubted,
  newCounter,
  release,
  remaining,
  reserve,
  settle,
  type Counter,
} from '../../../app/otp/counter.ts';

const at = (confirmed: number, next: number, more: Partial<Counter> = {}): Counter => ({
  confirmed,
  next,
  total: null,
  doubt: null,
  ...more,
});

describe('one run tries', () => {
  test('the expected number twice, and then the ones after it', () => {
    expect(candidates(newCounter(7, null), 5)).toEqual([7, 7, 8, 9, 10, 11, 12]);
  });

  test('one that never left first, then those that left unseen, then the others', () => {
    expect(candidates(at(7, 9), 5)).toEqual([9, 7, 8, 10, 11, 12]);
  });

  test('only what left unseen, once nothing else is in the window', () => {
    expect(candidates(at(7, 13), 5)).toEqual([7, 8, 9, 10, 11, 12]);
  });

  test('the expected number alone without a window', () => {
    expect(candidates(newCounter(7, null), 0)).toEqual([7, 7]);
    expect(candidates(at(7, 8), 0)).toEqual([7]);
  });

  test('no line beyond the end of a list', () => {
    expect(candidates(newCounter(8, 10), 5)).toEqual([8, 8, 9]);
    expect(candidates(at(8, 10, { total: 10 }), 5)).toEqual([8, 9]);
    expect(candidates(newCounter(10, 10), 5)).toEqual([]);
    expect(candidates(newCounter(0, 0), 5)).toEqual([]);
  });
});

test('a number that leaves is below the next one, whatever becomes of it', () => {
  expect(reserve(newCounter(7, null), 7)).toEqual(at(7, 8));
  expect(reserve(at(7, 10), 8)).toEqual(at(7, 10));
});

test('a number that opened is behind us, and so are the smaller ones', () => {
  expect(confirm(at(7, 10), 9)).toEqual(at(10, 10));
});

test('of several numbers that left before the door was seen open, the smallest is behind us for certain', () => {
  expect(confirm(at(7, 10), 9, 8)).toEqual(at(9, 10));
  expect(confirm(at(7, 10), 7, 7)).toEqual(at(8, 8));
});

test('a run that failed lets the next one go on, and begins anew behind the last number', () => {
  expect(release(at(7, 9), 5)).toEqual(at(7, 9));
  expect(release(at(7, 13), 5)).toEqual(at(7, 7));
  expect(release(at(7, 9, { total: 9 }), 5)).toEqual(at(7, 7, { total: 9 }));
});

test('what the user says settles a doubt', () => {
  const asked = doubted(at(7, 8), 7);
  expect(asked).toEqual(at(7, 8, { doubt: 7 }));
  expect(settle(asked, true)).toEqual(at(8, 8));
  expect(settle(asked, false)).toEqual(at(7, 7));
  expect(settle(doubted(at(7, 10), 9), true)).toEqual(at(10, 10));
  expect(settle(doubted(at(7, 10), 9), false)).toEqual(at(7, 10));
  expect(settle(at(7, 10), true)).toEqual(at(7, 10));
});

test('the next knock overtakes a question that nobody answered', () => {
  expect(reserve(doubted(at(7, 8), 7), 8)).toEqual(at(7, 9));
});

test('what remains of a list are the lines that never left', () => {
  expect(remaining(at(7, 9, { total: 10 }))).toBe(1);
  expect(remaining(newCounter(10, 10))).toBe(0);
  expect(remaining(newCounter(7, null))).toBeNull();
});

/** What a server accepts when it expects `position`. Either one expects the number behind the accepted one then. */
const servers = {
  'a server that looks ahead': (position: number, n: number) => position <= n && n <= position + window,
  "knockd's first unused line": (position: number, n: number) => n === position,
};
const window = 5;

type Accepts = (typeof servers)[keyof typeof servers];

/** What may go wrong at one step of a run. */
interface Trouble {
  readonly lost: () => boolean;
  readonly unseen: () => boolean;
  /** Whether the process dies here. What is in memory is gone, what is in `disk` stays. */
  readonly dies: (step: Death) => boolean;
}

const deaths = [
  'before it reserves',
  'before it sends',
  'before it looks',
  'before it confirms',
  'at last',
] as const;
type Death = (typeof deaths)[number];

interface World {
  disk: Counter;
  /** What the server expects. */
  position: number;
  /** Everything below was seen to open the door, for certain. */
  spent: number;
  readonly wrong: string[];
}

/** One run of at most `tries`, as the engine does it: the door shuts before the next one. */
function run(world: World, accepts: Accepts, tries: number, { lost, unseen, dies }: Trouble): boolean {
  const sent: number[] = [];
  let isOpen = false;
  for (const n of candidates(world.disk, window).slice(0, tries)) {
    if (dies('before it reserves')) return false;
    world.disk = reserve(world.disk, n);
    if (dies('before it sends')) return false;
    if (n < world.spent) world.wrong.push(`${n} was sent again`);
    if (n > world.position + window) world.wrong.push(`${n} is beyond the window`);
    sent.push(n);
    if (!lost() && accepts(world.position, n)) {
      world.position = n + 1;
      isOpen = true;
    }
    if (dies('before it looks')) return false;
    if (!isOpen || unseen()) continue;
    if (dies('before it confirms')) return false;
    const lowest = Math.min(...sent);
    world.disk = confirm(world.disk, n, lowest);
    world.spent = lowest + 1;
    dies('at last');
    return true;
  }
  world.disk = release(world.disk, window);
  return false;
}

/** Numbers from 0 to 1, the same ones for one seed. */
function chance(seed: string) {
  let draws = 0;
  return () =>
    createHash('sha256')
      .update(`${seed} ${(draws += 1)}`)
      .digest()
      .readUInt32BE() /
    2 ** 32;
}

const steady: Trouble = { lost: () => false, unseen: () => false, dies: () => false };

describe.each(Object.entries(servers))('%s', (_, accepts) => {
  const start = (): World => ({ disk: newCounter(0, null), position: 0, spent: 0, wrong: [] });

  test.each(deaths)('opens 500 times, killed each time %s', (death) => {
    const world = start();
    for (let knock = 0; knock < 500; knock += 1) {
      run(world, accepts, 3, { ...steady, dies: (step) => step === death });
      // Killed at last, it has opened and does not knock again.
      if (death === 'at last') continue;
      let runs = 0;
      while (!run(world, accepts, 3, steady)) runs += 1;
      expect(runs).toBeLessThanOrEqual(1);
    }
    expect(world.wrong).toEqual([]);
    expect(world.position).toBeGreaterThanOrEqual(500);
  });

  test.each([1, 2, 3, 7])('opens 500 times with %i tries, lost packets, failed probes and kills', (tries) => {
    const world = start();
    const random = chance(`trouble ${tries}`);
    let setByHand = 0;
    for (let knock = 0; knock < 500; knock += 1) {
      let kills = 2;
      const trouble: Trouble = {
        lost: () => random() < 0.2,
        unseen: () => random() < 0.1,
        dies: (step) => step !== 'at last' && kills > 0 && random() < 0.05 && (kills -= 1) >= 0,
      };
      let runs = 1;
      while (!run(world, accepts, tries, trouble)) {
        runs += 1;
        if (runs > 60) throw new Error(`locked out: ${JSON.stringify(world)}`);
        // The server has accepted the last number of the window, and nobody saw it: only the user knows the way.
        if (world.position <= world.disk.confirmed + window) continue;
        setByHand += 1;
        world.disk = newCounter(world.position, null);
      }
    }
    expect([world.wrong, setByHand < 3]).toEqual([[], true]);
  });

  test('a single try that was seen to open is never repeated', () => {
    const world = start();
    const random = chance('single');
    const opened = new Set<number>();
    for (let knock = 0; knock < 500; knock += 1) {
      const [n = 0] = candidates(world.disk, window);
      expect(opened).not.toContain(n);
      if (run(world, accepts, 1, { ...steady, lost: () => random() < 0.3 })) opened.add(n);
    }
    expect(opened.size).toBeGreaterThan(100);
  });

  // All that can happen in one run, in every state that can come of it: numbers count from the confirmed one.
  test.each([1, 2, 3])('no mishap leads to where calm runs of %i tries do not open', (tries) => {
    const states = reachable((world, trouble) => void run(world, accepts, tries, trouble), deaths.length);
    expect(states.length).toBeGreaterThan(5);
    for (const world of states) {
      let runs = 0;
      while (runs < 2 * window + 4 && !run(world, accepts, tries, steady)) runs += 1;
      expect([runs < 2 * window + 4, world.wrong]).toEqual([true, []]);
    }
  });

  test('no mishap leads to where calm knocks without a probe do not open, if the user tells what happened', () => {
    const blind = (world: World, { lost, unseen, dies }: Trouble) => {
      const [n] = candidates(world.disk, window);
      if (n === undefined) throw new Error('nothing to send');
      world.disk = reserve(world.disk, n);
      if (dies('before it sends')) return false;
      const works = !lost() && accepts(world.position, n);
      if (works) world.position = n + 1;
      if (dies('before it looks')) return false;
      world.disk = doubted(world.disk, n);
      if (!unseen()) world.disk = settle(world.disk, works);
      world.spent = world.disk.confirmed;
      return works;
    };
    const states = reachable((world, trouble) => void blind(world, trouble), 2);
    expect(states.length).toBeGreaterThan(5);
    for (const world of states) {
      let knocks = 0;
      while (knocks < 2 * window + 4 && !blind(world, steady)) knocks += 1;
      expect([knocks < 2 * window + 4, world.wrong]).toEqual([true, []]);
    }
  });

  /**
   * The states after any number of troubled runs. Those in which the server has accepted a whole window unseen are left
   * out: from there only the user knows the way.
   */
  function reachable(go: (world: World, trouble: Trouble) => void, places: number): readonly World[] {
    const seen = new Map<string, World>();
    const open = [start()];
    for (let world = open.pop(); world; world = open.pop()) {
      const base = world.disk.confirmed;
      const moved: World = {
        disk: { ...world.disk, confirmed: 0, next: world.disk.next - base },
        position: world.position - base,
        spent: world.spent - base,
        wrong: world.wrong,
      };
      if (moved.disk.doubt !== null) moved.disk = { ...moved.disk, doubt: moved.disk.doubt - base };
      const key = JSON.stringify(moved);
      if (seen.has(key) || moved.position > window) continue;
      seen.set(key, moved);
      if (seen.size > 1_000) throw new Error(`no end of states: ${key}`);
      // Which of three tries are lost, which openings stay unseen, and at which step of which try it dies, if at all.
      for (let lost = 0; lost < 8; lost += 1) {
        for (let unseen = 0; unseen < 8; unseen += 1) {
          for (let death = 0; death <= 3 * places; death += 1) {
            const next = structuredClone(moved);
            let [sends, looks, steps] = [0, 0, 0];
            go(next, {
              lost: () => ((lost >> ((sends += 1) - 1)) & 1) === 1,
              unseen: () => ((unseen >> ((looks += 1) - 1)) & 1) === 1,
              dies: () => (steps += 1) === death,
            });
            open.push(next);
          }
        }
      }
    }
    return [...seen.values()].map((world) => structuredClone(world));
  }
});

test('a list is used up to its last line', () => {
  const world: World = { disk: newCounter(0, 20), position: 0, spent: 0, wrong: [] };
  const opened = Array.from({ length: 20 }, () =>
    run(world, servers["knockd's first unused line"], 3, steady),
  );
  expect(opened).toEqual(opened.map(() => true));
  expect([candidates(world.disk, window), remaining(world.disk)]).toEqual([[], 0]);
});
