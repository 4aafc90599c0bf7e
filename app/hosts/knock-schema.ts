import * as v from 'valibot';
import { ipFamily } from './address.ts';
import { derivationSchema, pk1Schema } from './derivation-schema.ts';
import { limits, port, shape, wholeNumber } from './shape.ts';
import { spaSchema } from './spa-schema.ts';
import { stepSchema } from './step-schema.ts';

const noSteps = 'A sequence needs at least one step.';

/** How a sequence of hits is sent, wherever its ports come from. */
const pacing = {
  /** Pause between hits. Absent: Postern chooses and learns. */
  gapMs: v.optional(wholeNumber(0, limits.gapMs, 'ms')),
  /** `syn` sends one SYN and nothing else; `connect` completes the handshake, for networks that swallow lone SYNs. */
  tcp: v.optional(v.picklist(['syn', 'connect'], 'Use syn or connect.'), 'syn'),
  /** What listens there, if known. It decides what a retry may do (knock/policy.ts). */
  server: v.optional(
    v.picklist(['knockd', 'nftables', 'mikrotik', 'recent'], 'Use knockd, nftables, mikrotik or recent.'),
  ),
  /** The server forgets a sequence that takes longer (knockd: seq_timeout). */
  seqTimeoutMs: v.optional(wholeNumber(1_000, limits.seqTimeoutMs, 'ms'), 10_000),
};

/** Added to this computer's clock for this host, seconds: for servers whose clock is off. */
const clockOffsetS = v.optional(wholeNumber(-limits.clockOffsetS, limits.clockOffsetS, 'seconds'), 0);

/** How many counters or lines beyond the expected one are tried when the two sides have drifted apart. RFC 4226 §7.4 */
const window = v.optional(wholeNumber(0, limits.window), 5);

/** The address that a packet asks the server to admit. */
const ownAddressSchema = v.variant(
  'kind',
  [
    /** The one this computer would send from. Right without address translation on the way. */
    shape({ kind: v.literal('local') }),
    shape({
      kind: v.literal('fixed'),
      address: v.pipe(
        v.string('Enter an IPv4 address.'),
        v.trim(),
        v.check((each) => ipFamily(each) === 4, 'Enter an IPv4 address.'),
      ),
    }),
    /** Asked of a web address that the user chose. */
    shape({
      kind: v.literal('resolve'),
      url: v.pipe(
        v.string('Enter a web address.'),
        v.trim(),
        v.regex(/^https?:\/\/[^\s]+$/, 'Enter a web address, such as https://example.net/ip.'),
        v.maxLength(1_000, 'Up to 1,000 characters.'),
      ),
    }),
  ],
  'Use local, fixed or resolve.',
);

const sequenceSchema = shape({
  method: v.literal('sequence'),
  steps: v.pipe(
    v.array(stepSchema, noSteps),
    v.minLength(1, noSteps),
    v.maxLength(limits.steps, `Up to ${limits.steps} steps.`),
  ),
  ...pacing,
});

/** Ports that change with the time. RFC 6238 for the step. */
const totpSchema = shape({
  method: v.literal('totp'),
  derivation: derivationSchema,
  /** X of RFC 6238, seconds. Absent: what the derivation usually has. */
  stepS: v.optional(wholeNumber(1, limits.stepS, 'seconds')),
  /** T0 of RFC 6238, Unix seconds. */
  epochS: v.optional(wholeNumber(0, 2 ** 40, 'seconds'), 0),
  /** How many steps before and after its own the server accepts. */
  skew: v.optional(wholeNumber(0, 10), 1),
  clockOffsetS,
  ...pacing,
});

/** xt_pknock's single packet (xtables-addons): one UDP datagram with an HMAC of address and minute. */
const pknockSchema = shape({
  method: v.literal('pknock'),
  port,
  allow: v.optional(ownAddressSchema, { kind: 'local' }),
  clockOffsetS,
});

/** How to knock. One member for each method. */
export const knockSchema = v.variant(
  'method',
  [
    sequenceSchema,
    totpSchema,
    /** Ports that change with a counter. RFC 4226 for the counter. Where it stands is not part of the host (otp/counter.ts). */
    shape({ method: v.literal('hotp'), derivation: pk1Schema, window, ...pacing }),
    /** Sequences that are used once each: the secret is the list. */
    shape({
      method: v.literal('list'),
      window,
      /** Say so when fewer lines than this are left. */
      warnBelow: v.optional(wholeNumber(0, 1_000_000), 5),
      ...pacing,
    }),
    spaSchema({ clockOffsetS, ownAddress: ownAddressSchema }),
    pknockSchema,
  ],
  'Use the method sequence, totp, hotp, list, spa or pknock.',
);

/**
 * How to shut a door again. A counter or a list would be used up by it, and fwknop has nothing for it: its doors close
 * by themselves.
 */
export const closeSchema = v.variant(
  'method',
  [sequenceSchema, totpSchema, pknockSchema],
  'Use the method sequence, totp or pknock.',
);

/** How to knock, whatever the method. */
export type Knock = v.InferOutput<typeof knockSchema>;
export type Method = Knock['method'];
/** A knock of fixed ports. What derived ports become before they are sent. */
export type SequenceKnock = Extract<Knock, { method: 'sequence' }>;
export type TotpKnock = Extract<Knock, { method: 'totp' }>;
export type HotpKnock = Extract<Knock, { method: 'hotp' }>;
export type ListKnock = Extract<Knock, { method: 'list' }>;
export type SpaKnock = Extract<Knock, { method: 'spa' }>;
export type PknockKnock = Extract<Knock, { method: 'pknock' }>;
export type OwnAddress = v.InferOutput<typeof ownAddressSchema>;
