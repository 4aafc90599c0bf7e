import type { Failure } from '../errors.ts';
import { fail, ok, type Result } from '../result.ts';
import type { DamagedHost } from './file.ts';
import { parseHost, type Host } from './schema.ts';
import { limits } from './shape.ts';

type Changed = Result<readonly Host[], Failure>;

/**
 * Finds a host by id or name, in any case. An entry of the file that is not a valid host answers to its name with
 * what is wrong with it (`invalid-host`), so that a slip of the hand does not look like a host that never was.
 */
export function findHost(
  hosts: readonly Host[],
  nameOrId: string,
  damaged: readonly DamagedHost[] = [],
): Result<Host, Failure> {
  const key = nameKey(nameOrId);
  const byId = hosts.find(({ id }) => nameKey(id) === key);
  if (byId) return ok(byId);

  const [found, second] = hosts.filter(({ name }) => nameKey(name) === key);
  // Only a file edited by hand has two of a name. Knocking one of them would be a guess.
  if (second) return fail({ code: 'name-ambiguous', name: nameOrId });
  if (found) return ok(found);

  const broken = damaged.find(({ id, name }) =>
    [id, name].some((own) => own !== null && nameKey(own) === key),
  );
  if (broken) return fail({ code: 'invalid-host', issues: broken.issues });
  return fail({ code: 'host-not-found', name: nameOrId, similar: similarNames(hosts, key) });
}

export function addHost(hosts: readonly Host[], host: Host): Changed {
  if (isTaken(hosts, host)) return fail({ code: 'name-taken', name: host.name });
  return ok([...hosts, host]);
}

/** Puts `host` where the host with its id is. */
export function replaceHost(hosts: readonly Host[], host: Host): Changed {
  const old = hosts.find(({ id }) => id === host.id);
  if (!old) return missing(host.id);
  // A host that keeps its name may be saved even if a file edited by hand gave that name twice.
  if (nameKey(old.name) !== nameKey(host.name) && isTaken(hosts, host)) {
    return fail({ code: 'name-taken', name: host.name });
  }
  return ok(hosts.map((other) => (other.id === host.id ? host : other)));
}

/**
 * Changes the saved host by what differs between `was` and `host`, field by field: an edit that took minutes, or ran
 * in another process, takes nothing back that others changed in the meantime.
 */
export function mergeHost(hosts: readonly Host[], host: Host, was: Host): Changed {
  const saved = hosts.find(({ id }) => id === host.id);
  if (!saved) return missing(host.name);
  const [mine, before]: readonly Record<string, unknown>[] = [host, was];
  const merged: Record<string, unknown> = { ...saved };
  for (const field of new Set([...Object.keys(host), ...Object.keys(was)])) {
    if (isEqual(mine?.[field], before?.[field])) continue;
    if (mine?.[field] === undefined) delete merged[field];
    else merged[field] = mine[field];
  }
  // Two changes that are fine each may not fit together: an IPv6 address, and IPv4 only.
  const parsed = parseHost(merged);
  return parsed.ok ? replaceHost(hosts, parsed.value) : parsed;
}

export function removeHost(hosts: readonly Host[], id: string): Changed {
  if (!hosts.some((host) => host.id === id)) return missing(id);
  return ok(hosts.filter((host) => host.id !== id));
}

/**
 * `after` with the objects of `before` where they are equal, and `before` itself if all are: a list that is read again
 * is news only where something changed.
 */
export function keepEqual(before: readonly Host[], after: readonly Host[]): readonly Host[] {
  const known = new Map(before.map((host) => [host.id, host]));
  const kept = after.map((host) => {
    const old = known.get(host.id);
    return old !== undefined && isEqual(old, host) ? old : host;
  });
  const isNews = kept.length !== before.length || kept.some((host, index) => host !== before[index]);
  return isNews ? kept : before;
}

/** Both came out of one parser, so equal values have their fields in the same order. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isTaken(hosts: readonly Host[], { id, name }: Host): boolean {
  return hosts.some((other) => other.id !== id && nameKey(other.name) === nameKey(name));
}

function missing(id: string): Changed {
  return fail({ code: 'host-not-found', name: id, similar: [] });
}

/** Adds hosts under names that nobody has: "nas 2" if there is a "nas". */
export function addFreely(hosts: readonly Host[], added: readonly Host[]): readonly Host[] {
  const taken = new Set(hosts.map(({ name }) => nameKey(name)));
  const renamed = added.map((host) => {
    let { name } = host;
    for (let number = 2; taken.has(nameKey(name)); number += 1) {
      name = `${host.name.slice(0, limits.nameLength - 1 - String(number).length).trimEnd()} ${number}`;
    }
    taken.add(nameKey(name));
    return { ...host, name };
  });
  return [...hosts, ...renamed];
}

/** Two names with one key are the same name to a reader: "é" typed as one character or two, in either case. */
export function nameKey(name: string): string {
  // Not toLocaleLowerCase: in a Turkish locale "NAS-I" would no longer be "nas-i". Lower case can come out decomposed.
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Up to three names that may have been meant, the closest first. */
function similarNames(hosts: readonly Host[], key: string): readonly string[] {
  const mostSlips = Math.max(1, key.length / 3);
  return hosts
    .filter(({ name }) => key.length - name.length <= mostSlips)
    .map(({ name }) => ({ name, slips: slipsBetween(key, nameKey(name)) }))
    .filter(({ slips }) => slips <= mostSlips)
    .toSorted((a, b) => a.slips - b.slips)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Letters to add, drop, change or swap to get from one word to the other. Half a slip if it was only cut short. */
function slipsBetween(typed: string, name: string): number {
  if (typed.length > 1 && name.startsWith(typed)) return 0.5;
  const [a, b] = [Array.from(typed), Array.from(name)];
  // Optimal string alignment: row i holds the distances from the first i letters of a to every beginning of b.
  const rows = [b.map((_, j) => j).concat(b.length)];
  for (const [i, letter] of a.entries()) {
    const [above = [], twoAbove] = [rows[i], rows[i - 1]];
    const row = [i + 1];
    for (const [j, other] of b.entries()) {
      const [left = 0, up = 0, diagonal = 0] = [row[j], above[j + 1], above[j]];
      const swapped = letter === b[j - 1] && other === a[i - 1] ? twoAbove?.[j - 1] : undefined;
      row.push(Math.min(left + 1, up + 1, diagonal + (letter === other ? 0 : 1), (swapped ?? Infinity) + 1));
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
