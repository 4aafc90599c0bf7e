import { dayMs } from '../../../app/clock.ts';

/** Entries by local day, in their order. */
export function groupByDay<Entry>(
  entries: readonly Entry[],
  timeOf: (entry: Entry) => number,
  names: {
    readonly date: (at: number) => string;
    readonly today: string;
    readonly yesterday: string;
    readonly now: number;
  },
): readonly { readonly day: string; readonly entries: readonly Entry[] }[] {
  const today = names.date(names.now);
  const yesterday = names.date(names.now - dayMs);
  const groups: { readonly day: string; readonly entries: Entry[] }[] = [];
  for (const entry of entries) {
    const date = names.date(timeOf(entry));
    const day = date === today ? names.today : date === yesterday ? names.yesterday : date;
    const last = groups.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else groups.push({ day, entries: [entry] });
  }
  return groups;
}
