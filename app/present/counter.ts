import { usesCounter } from '../hosts/method.ts';
import type { Host } from '../hosts/schema.ts';
import { newCounter, remaining, type Counter } from '../otp/counter.ts';
import { listWarning } from '../otp/one-time.ts';
import { count } from './text.ts';

/** Where the counter of a host stands, one sentence each; none where it has no counter. Lines count from 1. */
export function describeCounter(host: Host, counter: Counter | null): readonly string[] {
  if (!usesCounter(host)) return [];
  const { confirmed, next, total, doubt } = counter ?? newCounter(0, null);
  const nameOf = (number: number): string =>
    host.knock.method === 'list' ? `line ${number + 1}` : `counter ${number}`;
  const left = counter === null ? null : remaining(counter);
  const isOver = left === 0;
  return [
    isOver ? 'Every line is used.' : `Next is ${nameOf(next)}${total === null ? '' : ` of ${total}`}.`,
    ...(confirmed < next && doubt === null
      ? [`The server may still expect ${nameOf(confirmed)}: it was not seen to open the door.`]
      : []),
    ...(doubt === null ? [] : [`Nobody saw whether ${nameOf(doubt)} opened the door.`]),
  ];
}

/** What to say while a list comes to its end; null if that is far. */
export function describeListEnd({ knock }: Host, counter: Counter | null): string | null {
  if (knock.method !== 'list' || counter === null) return null;
  const warning = listWarning(counter, knock.warnBelow);
  if (warning === null) return null;
  const { left } = warning;
  if (left === 0) return 'Every line of the list is used. Add lines on the server and here.';
  return left === 1
    ? 'Only one line is left. knockd ends when its last line is used: add lines on the server and here.'
    : `Only ${count(left, 'line')} are left. Add lines on the server and here.`;
}
