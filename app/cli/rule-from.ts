import * as v from 'valibot';
import type { Api } from '../contract.ts';
import { findHost } from '../hosts/edit.ts';
import type { Host } from '../hosts/schema.ts';
import { fail, ok, type Result } from '../result.ts';
import { ruleSchema, type KnownNetwork, type Rule, type Rulebook } from '../rules/schema.ts';
import type { TypedOn } from './rule-values.ts';
import type { Refusal } from './session.ts';

/** What options say about a rule. What is absent stays. */
export interface RuleFlags {
  readonly when?: Rule['when'];
  readonly on?: TypedOn;
  readonly hosts?: readonly string[];
  readonly tags?: readonly string[];
  readonly do?: Rule['do'];
  readonly unless?: Rule['unless'];
  readonly atMost?: number;
  readonly enable?: true;
  readonly disable?: true;
}

/** The rulebook and the hosts that it may name. */
export interface Known {
  readonly book: Rulebook;
  readonly hosts: readonly Host[];
}

export async function loadKnown(api: Pick<Api, 'loadRules' | 'loadHosts'>): Promise<Result<Known, Refusal>> {
  const book = await api.loadRules({});
  if (!book.ok) return book;
  const hosts = await api.loadHosts({});
  return hosts.ok ? ok({ book: book.value, hosts: hosts.value }) : hosts;
}

/** The rule that is in this place of the list, counted from 1, or has this id. */
export function findRule({ rules }: Rulebook, place: string): Result<Rule, Refusal> {
  const found = /^\d+$/.test(place) ? rules[Number(place) - 1] : rules.find(({ id }) => id === place);
  if (found !== undefined) return ok(found);
  return fail({ code: 'usage', message: `There is no rule ${place}. See: postern rules list` });
}

/** A network by the name that the user gave it, or its id. */
export function findNetwork(networks: readonly KnownNetwork[], name: string): Result<KnownNetwork, Refusal> {
  const wanted = name.toLowerCase();
  const found = networks.find((each) => each.name.toLowerCase() === wanted || each.id === name);
  if (found !== undefined) return ok(found);
  return fail({
    code: 'usage',
    message: `No network is called "${name}". Name the one that you are in: postern networks add "${name}"`,
  });
}

/** `old`, or a new rule, with what the flags say. */
export function ruleFrom(
  old: Partial<Rule> & Pick<Rule, 'id'>,
  flags: RuleFlags,
  { book, hosts }: Known,
): Result<Rule, Refusal> {
  const on = onFrom(flags.on, book.networks);
  if (!on.ok) return on;
  const ids: string[] = [];
  for (const name of flags.hosts ?? []) {
    const host = findHost(hosts, name, []);
    if (!host.ok) return host;
    ids.push(host.value.id);
  }
  const parsed = v.safeParse(ruleSchema, {
    ...old,
    ...(flags.when !== undefined && { when: flags.when }),
    ...(on.value !== null && { on: on.value }),
    ...(flags.do !== undefined && { do: flags.do }),
    ...(flags.unless !== undefined && { unless: flags.unless }),
    ...(flags.atMost !== undefined && { atMostAnHour: flags.atMost }),
    ...((flags.enable || flags.disable) && { enabled: flags.enable === true }),
    hosts: {
      ...old.hosts,
      ...(flags.hosts !== undefined && { ids }),
      ...(flags.tags !== undefined && { tags: flags.tags }),
    },
  });
  if (!parsed.success) {
    const [{ message, path }] = parsed.issues;
    const place = path?.map(({ key }) => String(key)).join('.') ?? '';
    return fail({ code: 'usage', message: `The rule is wrong at ${place}: ${message}` });
  }
  const { hosts: chosen } = parsed.output;
  if (chosen.ids.length > 0 || chosen.tags.length > 0) return ok(parsed.output);
  return fail({ code: 'usage', message: 'Say for which hosts: --hosts nas,web or --tags work.' });
}

function onFrom(
  on: TypedOn | undefined,
  networks: readonly KnownNetwork[],
): Result<Rule['on'] | null, Refusal> {
  if (on === undefined) return ok(null);
  if (on.kind === 'any') return ok(on);
  const matches: Extract<Rule['on'], { kind: 'only' }>['networks'] = [];
  for (const typed of on.networks) {
    if (typed.kind !== 'name') {
      matches.push(typed);
      continue;
    }
    const known = findNetwork(networks, typed.name);
    if (!known.ok) return known;
    matches.push({ kind: 'known', id: known.value.id });
  }
  return ok({ kind: on.kind, networks: matches });
}
