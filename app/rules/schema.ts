import * as v from 'valibot';
import ipaddr from 'ipaddr.js';

/** Bounds of rules. */
export const ruleLimits = { rules: 200, networks: 200, matches: 50, atMostAnHour: 60, keepHours: 8 } as const;

const id = v.pipe(v.string(), v.uuid());
const name = v.pipe(v.string(), v.trim(), v.maxLength(64));
const clockTime = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Use a time such as 08:55.'));
const subnet = v.pipe(
  v.string(),
  v.check((text) => ipaddr.isValidCIDR(text), 'Use a subnet such as 192.168.1.0/24.'),
);
const address = v.pipe(
  v.string(),
  v.check((text) => ipaddr.isValid(text), 'Use an IP address.'),
);

/** How a network is recognised. A name alone is no proof: anybody can give his Wi-Fi any name. */
const matchSchema = v.variant('kind', [
  /** One of the networks that the user named. */
  v.looseObject({ kind: v.literal('known'), id }),
  v.looseObject({ kind: v.literal('gateway'), address }),
  v.looseObject({ kind: v.literal('subnet'), subnet }),
  /** `*` stands for any text. */
  v.looseObject({ kind: v.literal('ssid'), pattern: v.pipe(v.string(), v.minLength(1), v.maxLength(64)) }),
  v.looseObject({ kind: v.literal('link'), link: v.picklist(['wired', 'wifi', 'mobile', 'vpn']) }),
]);

const matches = v.pipe(
  v.array(matchSchema),
  v.minLength(1, 'Choose a network.'),
  v.maxLength(ruleLimits.matches),
);

/** When a rule is looked at. Days count as ISO 8601 does: 1 is Monday. Times are those of this computer. */
const whenSchema = v.variant('kind', [
  v.looseObject({ kind: v.literal('joined') }),
  v.looseObject({ kind: v.literal('left') }),
  v.looseObject({ kind: v.literal('changed') }),
  v.looseObject({ kind: v.literal('woke') }),
  v.looseObject({ kind: v.literal('started') }),
  v.looseObject({ kind: v.literal('connect') }),
  v.looseObject({
    kind: v.literal('schedule'),
    days: v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
      v.minLength(1, 'Choose a day.'),
    ),
    at: clockTime,
  }),
]);

/** How long a door is kept open. It always ends: after at most eight hours. */
export const whileSchema = v.variant('kind', [
  /** As long as a program of this computer is connected to the service. */
  v.looseObject({ kind: v.literal('connected') }),
  v.looseObject({ kind: v.literal('until'), at: clockTime }),
  v.looseObject({
    kind: v.literal('hours'),
    hours: v.pipe(v.number(), v.minValue(0.25), v.maxValue(ruleLimits.keepHours)),
  }),
]);

const doSchema = v.variant('kind', [
  v.looseObject({ kind: v.literal('knock') }),
  v.looseObject({ kind: v.literal('keep-open'), while: whileSchema }),
  v.looseObject({ kind: v.literal('close') }),
]);

/** One sentence: when …, on …, do … with …, unless …, at most … an hour. */
export const ruleSchema = v.looseObject({
  id,
  enabled: v.optional(v.boolean(), true),
  when: whenSchema,
  on: v.optional(
    v.variant('kind', [
      v.looseObject({ kind: v.literal('any') }),
      v.looseObject({ kind: v.literal('only'), networks: matches }),
      v.looseObject({ kind: v.literal('except'), networks: matches }),
    ]),
    { kind: 'any' },
  ),
  do: v.optional(doSchema, { kind: 'knock' }),
  /** The hosts of these ids, and those with one of these tags. */
  hosts: v.looseObject({
    ids: v.optional(v.array(id), []),
    tags: v.optional(v.array(v.string()), []),
  }),
  unless: v.optional(
    v.looseObject({
      open: v.optional(v.boolean(), true),
      metered: v.optional(v.boolean(), false),
      battery: v.optional(v.boolean(), false),
    }),
    {},
  ),
  atMostAnHour: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ruleLimits.atMostAnHour)),
    6,
  ),
});

/** A network that the user gave a name. What is null is not looked at; the hardware address is the strongest. */
export const knownNetworkSchema = v.looseObject({
  id,
  name: v.pipe(name, v.minLength(1, 'Enter a name.')),
  gateway: v.nullable(address),
  gatewayMac: v.nullable(v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/))),
  subnets: v.array(subnet),
  ssid: v.nullable(v.string()),
});

/** Everything that decides about knocking by itself. */
export const rulebookSchema = v.looseObject({
  rules: v.pipe(v.array(ruleSchema), v.maxLength(ruleLimits.rules)),
  networks: v.pipe(v.array(knownNetworkSchema), v.maxLength(ruleLimits.networks)),
  /** Milliseconds since 1970; null: not paused; "resumed": until somebody resumes it. */
  pausedUntil: v.union([v.null(), v.number(), v.literal('resumed')]),
});

export type Match = v.InferOutput<typeof matchSchema>;
export type When = v.InferOutput<typeof whenSchema>;
export type While = v.InferOutput<typeof whileSchema>;
export type Rule = v.InferOutput<typeof ruleSchema>;
export type KnownNetwork = v.InferOutput<typeof knownNetworkSchema>;
export type Rulebook = v.InferOutput<typeof rulebookSchema>;

export const emptyRulebook: Rulebook = { rules: [], networks: [], pausedUntil: null };
