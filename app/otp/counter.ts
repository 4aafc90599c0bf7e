/**
 * Where a counter stands (RFC 4226 §7.4), or the position in a one-time list. The server expects a number from
 * `confirmed` to `next`: everything below `confirmed` was seen to open the door, everything from `confirmed` up to
 * `next` has left, or may have, without anybody seeing what became of it.
 */
export interface Counter {
  readonly confirmed: number;
  readonly next: number;
  /** How many lines the list has; null for a counter. */
  readonly total: number | null;
  /** The number that left last when nothing could be checked: the user is asked whether it worked. */
  readonly doubt: number | null;
}

/*
 * What happens to one number `n` of a run:
 *
 *     reserve ── on disk ──► packets leave ──► door seen open ──► confirm
 *                                          ├── every try seen not to open ──► release
 *                                          ├── nothing could be checked ──► doubted ──► settle
 *                                          └── the process dies: what was on disk stays, n is in doubt to `candidates`
 *
 * Two kinds of servers are served. One looks ahead: it accepts its number and a window beyond it, then expects what
 * follows the accepted one. To it a number too low is a lost try, and only the way forward leads back. The other,
 * knockd with one-time sequences, accepts exactly the first unused line: to pass that one by is final. So whenever it
 * is not known how far the server is, `confirmed` is the least it can be.
 */

/** Half of what a derivation takes (pk1.ts): no counter that is below gets there. */
const mostNumber = 2 ** 47;

/** Whether a counter that comes from elsewhere can be one: whole numbers in their order, with room to go on. */
export function isSound({ confirmed, next, total, doubt }: Counter): boolean {
  const numbers = [confirmed, next, total ?? 0, doubt ?? 0];
  return confirmed <= next && numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= mostNumber);
}

/** `start` is the number that the server expects. */
export function newCounter(start: number, total: number | null): Counter {
  return { confirmed: start, next: start, total, doubt: null };
}

/** `n` is about to leave. This must be on disk before it does. */
export function reserve(counter: Counter, n: number): Counter {
  // A question about an earlier number is overtaken.
  return { ...counter, next: Math.max(counter.next, n + 1), doubt: null };
}

/**
 * The door was seen open after `n` had left. If smaller numbers left since the door was last seen shut, `lowest` is the
 * smallest of them: it may have been that one, and the others are as if they had never been seen.
 */
export function confirm(counter: Counter, n: number, lowest = n): Counter {
  return { ...counter, confirmed: Math.min(lowest, n) + 1, next: n + 1, doubt: null };
}

/**
 * Every try of a run was seen not to open. Once the whole window was gone through, the next run begins anew; until then
 * it goes on where this one ended, as a run may have fewer tries than the window has numbers.
 */
export function release(counter: Counter, window: number): Counter {
  return counter.next > highest(counter, window) ? { ...counter, next: counter.confirmed } : counter;
}

/** `n` left, and nothing could be checked. */
export function doubted(counter: Counter, n: number): Counter {
  return { ...counter, doubt: n };
}

/** The user says whether the number in doubt opened the door. */
export function settle(counter: Counter, worked: boolean): Counter {
  const { confirmed, next, doubt } = counter;
  if (doubt === null) return counter;
  if (worked) return confirm(counter, doubt);
  // With nothing else in doubt it was lost on its way, and the server still expects it. Otherwise the next one's turn.
  const isOnlyOne = doubt === confirmed && next === doubt + 1;
  return { ...counter, next: isOnlyOne ? confirmed : doubt + 1, doubt: null };
}

/**
 * The numbers for the successive tries of one run, at most `window` beyond the confirmed ones; empty when a list is used
 * up. A number that may have opened the door unseen comes after one that never left, as long as there is one.
 */
export function candidates(counter: Counter, window: number): readonly number[] {
  const { confirmed, next } = counter;
  const top = highest(counter, window);
  // The first one twice: a lost packet is likelier than a server that is ahead.
  if (next === confirmed) return [...range(confirmed, Math.min(confirmed, top)), ...range(confirmed, top)];
  return [
    ...range(next, Math.min(next, top)),
    ...range(confirmed, Math.min(next - 1, top)),
    ...range(next + 1, top),
  ];
}

/** How many lines never left; null for a counter. */
export function remaining({ next, total }: Counter): number | null {
  return total === null ? null : Math.max(0, total - next);
}

function highest({ confirmed, total }: Counter, window: number): number {
  return Math.min(confirmed + window, (total ?? Infinity) - 1);
}

/** From `first` to `last`, both included; none if `last` is smaller. */
function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}
