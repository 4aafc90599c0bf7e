import { newCounter } from '../otp/counter.ts';
import { formatOneTimeList, parseOneTimeList } from '../otp/one-time.ts';
import { fail, ok, type Result } from '../result.ts';
import { collectNotes, foundHost, nameFrom, type Found } from './found.ts';

/** A list of sequences becomes a host that uses them up from the first unused one on. The error is the line. */
export function readOneTimeList(name: string, text: string): Result<Found, number | null> {
  const list = parseOneTimeList(text);
  if (!list.ok) return fail(list.error.line);
  const { sequences, usedLines } = list.value;
  const notes = collectNotes();
  if (usedLines > 0) notes.warn('lines-left-out', null, String(usedLines));
  const item = foundHost({
    draft: {
      name: nameFrom(name.replace(/^.*[/\\]/s, '').replace(/\.\w{1,5}$/, ''), 'list'),
      address: '',
      knock: { method: 'list', server: 'knockd' },
      tags: [],
    },
    notes,
    secrets: { 'one-time-list': new TextEncoder().encode(formatOneTimeList(sequences)) },
    counter: newCounter(0, sequences.length),
    line: null,
  });
  return ok({ source: 'one-time-list', items: item === null ? [] : [item], notes: [] });
}
