import { InvalidArgumentError } from 'commander';
import type { Match, Rule, When } from '../rules/schema.ts';

/** The values of the options that make a rule, from text. What is well-formed but too much is told by the schema. */

/** Networks as they were typed: those that the user named are known by their names. */
export type TypedMatch = { readonly kind: 'name'; readonly name: string } | Exclude<Match, { kind: 'known' }>;
export type TypedOn =
  { readonly kind: 'any' } | { readonly kind: 'only' | 'except'; readonly networks: readonly TypedMatch[] };

const occasions = ['joined', 'left', 'changed', 'woke', 'started', 'connect'] as const;
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const clockTime = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** `joined`, or a time: `08:55`, `mon-fri 08:55`, `sat,sun 10:00`. */
export function parseWhen(text: string): When {
  const kind = occasions.find((each) => each === text);
  if (kind !== undefined) return { kind };
  const [at = '', ...days] = text.trim().toLowerCase().split(/\s+/).toReversed();
  const chosen = days.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : parseDays(days.toReversed().join(','));
  if (!clockTime.test(at) || chosen === null) {
    throw new InvalidArgumentError(
      `Write ${occasions.join(', ')}, or a time such as 08:55 or "mon-fri 08:55".`,
    );
  }
  return { kind: 'schedule', days: chosen, at };
}

function parseDays(text: string): number[] | null {
  const days: number[] = [];
  for (const part of text.split(',').filter((each) => each !== '')) {
    const [first = '', last = first, ...more] = part.split('-');
    const [from, to] = [weekdays.indexOf(first), weekdays.indexOf(last)];
    if (from === -1 || to === -1 || more.length > 0) return null;
    // Over the weekend too: "fri-mon".
    for (let day = from; ; day = (day + 1) % 7) {
      if (!days.includes(day + 1)) days.push(day + 1);
      if (day === to) break;
    }
  }
  return days.length === 0 ? null : days.toSorted((a, b) => a - b);
}

/** `any`, `only:Home,link=wifi`, `except:Office`. */
export function parseOn(text: string): TypedOn {
  if (text === 'any') return { kind: 'any' };
  const [, kind, list = ''] = /^(only|except):(.+)$/s.exec(text) ?? [];
  if (kind !== 'only' && kind !== 'except') {
    throw new InvalidArgumentError('Write any, only:NETWORK,… or except:NETWORK,….');
  }
  return { kind, networks: parseList(list).map(parseMatch) };
}

function parseMatch(text: string): TypedMatch {
  const [, kind, value = ''] = /^(gateway|subnet|ssid|link)=(.*)$/s.exec(text) ?? [];
  switch (kind) {
    case 'gateway':
      return { kind, address: value };
    case 'subnet':
      return { kind, subnet: value };
    case 'ssid':
      return { kind, pattern: value };
    case 'link': {
      const link = (['wired', 'wifi', 'mobile', 'vpn'] as const).find((each) => each === value);
      if (link === undefined) throw new InvalidArgumentError('Write link=wired, wifi, mobile or vpn.');
      return { kind, link };
    }
    default:
      return { kind: 'name', name: text };
  }
}

/** `knock`, `close`, `keep-open:connected`, `keep-open:until=17:00`, `keep-open:hours=4`. */
export function parseDo(text: string): Rule['do'] {
  if (text === 'knock' || text === 'close') return { kind: text };
  if (text === 'keep-open:connected') return { kind: 'keep-open', while: { kind: 'connected' } };
  const [, at] = /^keep-open:until=(.+)$/.exec(text) ?? [];
  if (at !== undefined && clockTime.test(at)) return { kind: 'keep-open', while: { kind: 'until', at } };
  const [, hours] = /^keep-open:hours=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (hours !== undefined) return { kind: 'keep-open', while: { kind: 'hours', hours: Number(hours) } };
  throw new InvalidArgumentError(
    'Write knock, close, keep-open:connected, keep-open:until=17:00 or keep-open:hours=4.',
  );
}

const reasons = ['open', 'metered', 'battery'] as const;

/** `open,metered,battery`, any of them, or `never`. */
export function parseUnless(text: string): Rule['unless'] {
  const named = text === 'never' ? [] : parseList(text);
  if (named.some((each) => !reasons.some((reason) => reason === each))) {
    throw new InvalidArgumentError('Write open, metered, battery, any of them with commas, or never.');
  }
  const [open, metered, battery] = reasons.map((reason) => named.includes(reason));
  return { open: open === true, metered: metered === true, battery: battery === true };
}

/** "nas, web" */
export function parseList(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
