import { expect, test } from 'vitest';
import { knockWith } from '../../../app/cli/knock-with.ts';
import type { HostFlags } from '../../../app/cli/host-flags.ts';

const totp = { method: 'totp', derivation: { scheme: 'pk1', label: 'nas' }, gapMs: 20 } as const;
const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } } as const;
const gpg = { ...spa, cipher: { kind: 'gpg', recipient: 'server@example.net', signer: 'me' } };
const ports = [{ proto: 'tcp', port: 22 }] as const;

test.each<[string, object, HostFlags, object]>([
  ['nothing said leaves it as it is', totp, {}, totp],
  [
    'a label goes to pk1',
    {},
    { totp: 'nas', ports: 3, range: [[20_000, 20_100]] },
    { method: 'totp', derivation: { scheme: 'pk1', label: 'nas', count: 3, ranges: [[20_000, 20_100]] } },
  ],
  [
    'knockd-rotator calls it a service, and has one range',
    {},
    { totp: 'ssh', scheme: 'knockd-rotator', range: [[2_000, 3_000]] },
    { method: 'totp', derivation: { scheme: 'knockd-rotator', service: 'ssh', from: 2_000, to: 3_000 } },
  ],
  [
    'another scheme begins anew',
    totp,
    { scheme: 'otpknock', step: 60_000 },
    { method: 'totp', derivation: { scheme: 'otpknock' }, gapMs: 20, stepS: 60 },
  ],
  [
    'the gap survives another way of knocking',
    totp,
    { hotp: 'nas' },
    { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' }, gapMs: 20 },
  ],
  ['a packet has no gap', totp, { pknock: 5_000 }, { method: 'pknock', port: 5_000 }],
  [
    'a command takes the place of ports',
    spa,
    { command: 'uptime' },
    { method: 'spa', ask: { kind: 'command', command: 'uptime' } },
  ],
  [
    'NAT to an inner service, on a port of chance',
    spa,
    { nat: { host: '10.0.0.5', port: 22 }, natPort: 'random' },
    { ...spa, nat: { kind: 'forward', host: '10.0.0.5', port: 22, outsidePort: 'random' } },
  ],
  [
    'local NAT',
    spa,
    { natLocal: true, natPort: 55_000 },
    { ...spa, nat: { kind: 'local', outsidePort: 55_000 } },
  ],
  ['no NAT again', { ...spa, nat: { kind: 'local' } }, { nat: false }, spa],
  [
    'a mode goes back to Rijndael',
    gpg,
    { mode: 'ctr' },
    { ...spa, cipher: { kind: 'rijndael', mode: 'ctr' } },
  ],
  [
    'gpg signs with its own key again',
    gpg,
    { gpgSigner: false },
    { ...spa, cipher: { kind: 'gpg', recipient: 'server@example.net' } },
  ],
])('%s', (_, old, flags, expected) => {
  expect(knockWith(old, flags)).toEqual({ ok: true, value: expected });
});

test.each<[object, HostFlags, string]>([
  [{}, { totp: 'x', spa: ports }, '--totp and --spa are two ways of knocking: give one.'],
  [{}, { spa: ports, command: 'x' }, '--spa and --command are two ways of knocking: give one.'],
  [spa, { gap: 20 }, '--gap goes with --steps, --totp, --hotp or --list.'],
  [spa, { seqTimeout: 5_000 }, '--seq-timeout goes with --steps, --totp, --hotp or --list.'],
  [totp, { mode: 'cbc' }, '--mode goes with --spa.'],
  [totp, { gpgHome: 'x' }, '--gpg-home goes with --spa.'],
  [totp, { warnBelow: 3 }, '--warn-below goes with --list.'],
  [{}, { skew: 1 }, '--skew goes with --totp.'],
  [totp, { doorbell: 5 }, '--doorbell goes with --scheme dynknock.'],
  [
    totp,
    { scheme: 'c-lock', ports: 3 },
    '--ports goes with --scheme pk1, totp-port-knockd-rs, knockd-rotator or dynknock.',
  ],
  [{}, { hotp: 'x', scheme: 'otpknock' }, '--scheme otpknock goes with --totp.'],
  [{}, { totp: 'x', scheme: 'otpknock' }, '--scheme otpknock has no label: leave out "x".'],
])('%j does not take %j', (old, flags, message) => {
  expect(knockWith(old, flags)).toEqual({ ok: false, error: message });
});
