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
