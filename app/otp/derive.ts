import type { Derivation, Scheme } from '../hosts/derivation-schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Encoding } from '../secrets/input.ts';
import { pk1Ports, pk1Subkey } from './pk1.ts';
import {
  cLock,
  dynknock,
  knockdRotator,
  knockPr76,
  otpknock,
  portKnockingTotp,
  totpPortKnockdRs,
} from './presets.ts';
import type { DeriveProblem } from './problem.ts';

/** What is usual with a scheme, where its users have not agreed on something else. */
interface SchemeFacts {
  /** How long one sequence is good for, seconds. */
  readonly usualStepS: number;
  /** How its secret is usually written down. */
  readonly usualEncoding: Encoding;
  /** The project that it comes from. */
  readonly origin: string;
}

export const schemes: Readonly<Record<Scheme, SchemeFacts>> = {
  pk1: { usualStepS: 60, usualEncoding: 'base32', origin: 'Postern' },
  'totp-port-knockd-rs': {
    usualStepS: 30,
    usualEncoding: 'text',
    origin: 'john-craig/totp-port-knockd-rs',
  },
  'port-knocking-totp': {
    usualStepS: 30,
    usualEncoding: 'base32',
    origin: 'livingstonetech/port-knocking-totp',
  },
  otpknock: { usualStepS: 60, usualEncoding: 'hex', origin: '64b2b6d12b/otpknock' },
  'knockd-rotator': {
    usualStepS: 21_600,
    usualEncoding: 'text',
    origin: 'thiswillbeyourgithub/knockd_rotator',
  },
  // A key that happens to be base64 is read as that by dynknock itself.
  dynknock: { usualStepS: 86_400, usualEncoding: 'utf16le', origin: 'CoolandonRS/dynknock' },
  'c-lock': { usualStepS: 30, usualEncoding: 'base32', origin: 'clockngpn/C-Lock' },
  'knock-pr-76': { usualStepS: 45, usualEncoding: 'text', origin: 'jvinet/knock, pull request 76' },
};

interface DeriveRequest {
  readonly derivation: Derivation;
  readonly secret: Uint8Array;
  /** The number of the time step (time.ts), or a counter. */
  readonly factor: number;
  /** X of RFC 6238, seconds. */
  readonly stepS: number;
  /** T0 of RFC 6238, Unix seconds. */
  readonly epochS: number;
}

/** The hits of one time step or counter, whatever the scheme. `pk1` alone takes counters. */
export function deriveHits(request: DeriveRequest): Result<readonly Step[], DeriveProblem> {
  const { derivation, secret, factor, stepS, epochS } = request;
  if (factor < 0) return fail({ code: 'out-of-time' });
  const moment = { secret, factor, startS: epochS + factor * stepS };
  switch (derivation.scheme) {
    case 'pk1': {
      const { purpose, label, proto } = derivation;
      const subkey = pk1Subkey(secret, purpose, label);
      const ports = pk1Ports({ ...derivation, subkey, factor });
      subkey.fill(0);
      return ports.ok ? ok(ports.value.map((port) => ({ proto, port }))) : ports;
    }
    case 'totp-port-knockd-rs':
      return totpPortKnockdRs(moment, derivation);
    case 'port-knocking-totp':
      return portKnockingTotp(moment);
    case 'otpknock':
      return otpknock(moment);
    case 'knockd-rotator':
      return knockdRotator(moment, derivation);
    case 'dynknock':
      return dynknock(moment, derivation);
    case 'c-lock':
      return cLock(moment);
    case 'knock-pr-76':
      return knockPr76(moment, derivation);
    default:
      return derivation satisfies never;
  }
}
