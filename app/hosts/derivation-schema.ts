import * as v from 'valibot';
import { ipFamily } from './address.ts';
import { limits, port, shape, text, wholeNumber } from './shape.ts';

const noRange = 'Use ranges of ports, such as [[10000, 32767]].';

const rangeSchema = v.pipe(
  v.tuple([port, port], noRange),
  v.check(([from, to]) => from <= to, 'A range starts with its smaller port.'),
);

/** A word without NUL: it is part of what is hashed, and NUL ends it there. */
const word = (missing: string) => v.pipe(text(missing, 200), v.minLength(1, missing));

/** The derivation `pk1`: see otp/pk1.ts. Every field is part of the agreement with the server. */
export const pk1Schema = v.pipe(
  shape({
    scheme: v.literal('pk1'),
    /** What the knock is for: "open:ssh". */
    purpose: v.optional(word('Enter a purpose, such as open:ssh.'), 'open:ssh'),
    /** Names the server; agreed upon once and independent of its address. ASCII letters count in lower case. */
    label: word('Enter a label, such as the name of the server.'),
    count: v.optional(wholeNumber(1, limits.steps), 4),
    /** Union of the allowed ports: above the well-known services, below the ephemeral ports of all systems. */
    ranges: v.optional(
      v.pipe(v.array(rangeSchema, noRange), v.minLength(1, noRange), v.maxLength(64, 'Up to 64 ranges.')),
      [[10_000, 32_767]],
    ),
    exclude: v.optional(
      v.pipe(v.array(port, 'Use a list of ports.'), v.maxLength(1_000, 'Up to 1,000 ports.')),
      [],
    ),
    /** `snum31`: 31 bits of HMAC-SHA-256. `dec6`: six-digit codes, for servers that have only oathtool. */
    sampler: v.optional(v.picklist(['snum31', 'dec6'], 'Use snum31 or dec6.'), 'snum31'),
    proto: v.optional(v.picklist(['tcp', 'udp'], 'Use tcp or udp.'), 'tcp'),
  }),
  v.forward(
    v.check(
      ({ ranges, exclude, count }) => portsIn(ranges, exclude) >= Math.max(2, count),
      'There are fewer ports than the knock needs.',
    ),
    ['ranges'],
  ),
);

/** Where the ports of a code come from: ours, and those of projects that people run (otp/presets.ts). */
export const derivationSchema = v.variant(
  'scheme',
  [
    pk1Schema,
    /** john-craig/totp-port-knockd-rs */
    shape({
      scheme: v.literal('totp-port-knockd-rs'),
      count: v.optional(wholeNumber(1, limits.steps), 32),
      from: v.optional(port, 1024),
      to: v.optional(port, 32_768),
    }),
    /** livingstonetech/port-knocking-totp */
    shape({ scheme: v.literal('port-knocking-totp') }),
    /** 64b2b6d12b/otpknock */
    shape({ scheme: v.literal('otpknock') }),
    /** thiswillbeyourgithub/knockd_rotator */
    shape({
      scheme: v.literal('knockd-rotator'),
      service: word('Enter the name of the service.'),
      count: v.optional(wholeNumber(1, limits.steps), 10),
      from: v.optional(port, 2_000),
      /** 65536 is what the original takes by default; a port of that number cannot be sent. */
      to: v.optional(wholeNumber(1, 65_536), 65_536),
      /** Ports that this number does not divide go over UDP; 0: none. */
      protoModulo: v.optional(wholeNumber(0, 65_536), 0),
    }),
    /** CoolandonRS/dynknock: a UDP doorbell first, then the hits. */
    shape({
      scheme: v.literal('dynknock'),
      count: v.optional(wholeNumber(1, limits.steps), 32),
      /** The port that the doorbell goes to. */
      doorbell: port,
    }),
    /** clockngpn/C-Lock */
    shape({ scheme: v.literal('c-lock') }),
    /** jvinet/knock, pull request 76 */
    shape({
      scheme: v.literal('knock-pr-76'),
      base: v.optional(wholeNumber(1, 65_280), 20_000),
      protos: v.optional(
        v.pipe(
          v.array(v.picklist(['tcp', 'udp'], 'Use tcp or udp.')),
          v.minLength(1, 'A sequence needs at least one step.'),
          v.maxLength(16, 'Up to 16 steps.'),
        ),
        ['tcp', 'tcp', 'tcp'],
      ),
      /** The IPv4 address that the server sees, if it protects by address. */
      address: v.optional(
        v.pipe(
          v.string('Enter an IPv4 address.'),
          v.check((each) => ipFamily(each) === 4, 'Enter an IPv4 address.'),
        ),
      ),
    }),
  ],
  'Use a derivation that Postern knows.',
);

export type Derivation = v.InferOutput<typeof derivationSchema>;
export type Scheme = Derivation['scheme'];
export type Pk1 = v.InferOutput<typeof pk1Schema>;

function portsIn(ranges: readonly (readonly number[])[], exclude: readonly number[]): number {
  const ports = new Set<number>();
  for (const [from = 1, to = 0] of ranges) for (let each = from; each <= to; each += 1) ports.add(each);
  for (const each of exclude) ports.delete(each);
  return ports.size;
}
