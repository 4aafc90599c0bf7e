import type { Scheme } from '../hosts/derivation-schema.ts';

/** The weak point of a way to derive ports, as one sentence; null for our own, which has none of these. */
export function weaknessOf(scheme: Scheme): string | null {
  return weaknesses[scheme];
}

const weaknesses: Readonly<Record<Scheme, string | null>> = {
  pk1: null,
  'totp-port-knockd-rs': 'Some ports are twice as likely as others.',
  'port-knocking-totp': 'Both ports come from one six-digit code: fewer than 20 bits to guess.',
  otpknock:
    'The ports come from one six-digit code, fewer than 20 bits to guess, and a code with a 0 in it cannot be knocked.',
  'knockd-rotator':
    'It hashes without a MAC, and whoever sees a knock can repeat it until the sequence changes, by default for six hours.',
  dynknock:
    'Whoever sees a knock can repeat it until the sequence changes, by default for a day, and its hits may meet other services.',
  'c-lock': 'All ports come from one six-digit code: 20 bits to guess.',
  'knock-pr-76': 'Each hit has only 256 possible ports: 24 bits to guess with three hits.',
};
