import type { Host } from '../../../app/hosts/schema.ts';
import type { Status } from '../../../app/present/status.ts';

export type StateFilter = 'all' | 'open' | 'closed' | 'failed' | 'unknown';
export type Order = 'name' | 'state';

export interface Arrangement {
  /** What was typed: every word must stand in the name, the address or a tag. */
  readonly query: string;
  /** Null: any. */
  readonly tag: string | null;
  readonly state: StateFilter;
  readonly order: Order;
}

export const everything: Arrangement = { query: '', tag: null, state: 'all', order: 'name' };

/** Which hosts the list shows, and in which order. Favourites come first in every order. */
export function arrangeHosts(
  hosts: readonly Host[],
  arrangement: Arrangement,
  stateOf: (host: Host) => Status['state'],
  language: string,
): readonly Host[] {
  const { query, tag, state, order } = arrangement;
  const words = fold(query).split(/\s+/).filter(Boolean);
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const urgency = (host: Host): number => (order === 'state' ? urgencies.indexOf(stateOf(host)) : 0);
  return hosts
    .filter(
      (host) =>
        (tag === null || host.tags.includes(tag)) &&
        (state === 'all' || filterOf(stateOf(host)) === state) &&
        mentions(host, words),
    )
    .toSorted(
      (a, b) =>
        Number(b.favourite) - Number(a.favourite) ||
        urgency(a) - urgency(b) ||
        collator.compare(a.name, b.name),
    );
}

/** Every tag in use, in the order of the language. */
export function tagsOf(hosts: readonly Host[], language: string): readonly string[] {
  return [...new Set(hosts.flatMap(({ tags }) => tags))].toSorted(new Intl.Collator(language).compare);
}

/** What wants to be looked at comes first. */
const urgencies: readonly Status['state'][] = ['knocking', 'failed', 'open', 'sent', 'closed', 'unknown'];

/** A running knock is what it will become, and nobody knows that yet. */
function filterOf(state: Status['state']): StateFilter {
  return state === 'knocking' || state === 'sent' ? 'unknown' : state;
}

function mentions({ name, address, tags }: Host, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = fold([name, address, ...tags].join(' '));
  return words.every((word) => text.includes(word));
}

/** Small letters without accents, so that "munchen" finds "München". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
