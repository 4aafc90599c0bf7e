import type { Host } from '../../app/hosts/schema.ts';
import { fold } from '../views/hosts/arrange.ts';

/** As many as anybody reads. */
const mostMatches = 50;

/** The hosts that may be meant, the likeliest first. A query that begins with "#" looks at tags only. */
export function matchHosts(
  hosts: readonly Host[],
  query: string,
  /** Hosts that were used lately, the latest first: they come first among equals. */
  recent: readonly string[],
): readonly Host[] {
  const ranks = new Map(recent.map((id, index) => [id, index]));
  const rank = ({ id, favourite }: Host): number => ranks.get(id) ?? recent.length + (favourite ? 0 : 1);
  return hosts
    .map((host) => ({ host, slips: slipsOf(host, query) }))
    .filter(({ slips }) => slips !== null)
    .toSorted((a, b) => (a.slips ?? 0) - (b.slips ?? 0) || rank(a.host) - rank(b.host))
    .slice(0, mostMatches)
    .map(({ host }) => host);
}

/** How far a text is from what was typed: 0 begins with it … 3 has its letters in order; null: not meant. */
export function slipsBetween(text: string, query: string): 0 | 1 | 2 | 3 | null {
  const [where, what] = [fold(text), fold(query)];
  if (where.startsWith(what)) return 0;
  if (new RegExp(`[^\\p{L}\\p{N}]${what.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u').test(where)) return 1;
  if (where.includes(what)) return 2;
  let at = 0;
  for (const letter of where) if (letter === what[at]) at += 1;
  return at === what.length ? 3 : null;
}

function slipsOf({ name, address, tags }: Host, typed: string): number | null {
  const query = typed.trim();
  const texts = query.startsWith('#') ? tags : [name, address, ...tags];
  const words = query.replace(/^#/, '');
  const slips = texts.map((text) => slipsBetween(text, words)).filter((each) => each !== null);
  return slips.length === 0 ? null : Math.min(...slips);
}
