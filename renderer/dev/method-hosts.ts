import type { FakeVaultOptions } from '../../app/fake/vault.ts';
import { parseHost, type Host, type HostInput } from '../../app/hosts/schema.ts';
import type { Counter } from '../../app/otp/counter.ts';
import type { GpgKey } from '../../app/spa/ports.ts';

const address = '192.0.2.10';

/** One host for each way of knocking but fixed ports, which the other hosts have. */
const inputs: Readonly<Record<string, HostInput['knock']>> = {
  totp: { method: 'totp', derivation: { scheme: 'pk1', label: 'attic' }, stepS: 60 },
  dynknock: { method: 'totp', derivation: { scheme: 'dynknock', doorbell: 4_000, count: 12 } },
  hotp: { method: 'hotp', derivation: { scheme: 'pk1', label: 'attic', purpose: 'open:web', proto: 'udp' } },
  list: { method: 'list', warnBelow: 5 },
  spa: {
    method: 'spa',
    ask: {
      kind: 'access',
      ports: [
        { proto: 'tcp', port: 22 },
        { proto: 'udp', port: 1_194 },
      ],
    },
    timeoutS: 60,
  },
  gpg: {
    method: 'spa',
    ask: { kind: 'access', ports: [{ proto: 'tcp', port: 443 }] },
    cipher: { kind: 'gpg', recipient: 'server@example.net' },
    hmac: 'sha512',
    nat: { kind: 'forward', host: '192.168.10.5', port: 443 },
  },
  pknock: { method: 'pknock', port: 2_000, allow: { kind: 'fixed', address: '198.51.100.7' } },
};

export const methodHosts: Readonly<Record<string, Host>> = Object.fromEntries(
  Object.entries(inputs).map(([name, knock], index) => {
    const id = `00000000-0000-4000-8000-${String(index + 901).padStart(12, '0')}`;
    const check = { port: 22, expect: { kind: 'ssh' } };
    const host = parseHost({ id, name: `${name}-door`, address, knock, check, tries: 1, deadlineMs: 2_000 });
    if (!host.ok) throw new Error(JSON.stringify(host.error));
    return [name, host.value];
  }),
);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Known to everybody: of the RFCs. */
const secret = bytes('12345678901234567890');
const lines = Array.from({ length: 20 }, (_, line) =>
  [7, 8, 9].map((part) => part * 1_000 + ((line * 37 * part) % 1_000)).join(),
);

/** What the vault holds for them, behind this passphrase. */
export const methodVault: Omit<FakeVaultOptions, 'now'> = {
  passphrase: 'open sesame',
  secrets: Object.fromEntries(
    Object.entries({
      totp: { 'otp-secret': secret },
      dynknock: { 'otp-secret': secret },
      hotp: { 'otp-secret': secret },
      list: { 'one-time-list': bytes(lines.map((line) => ` ${line}\n`).join('')) },
      spa: { 'spa-key': bytes('a key of the tests'), 'spa-hmac-key': bytes('another key of the tests') },
      gpg: { 'spa-hmac-key': bytes('another key of the tests') },
      pknock: { 'pknock-secret': bytes('a secret of the tests') },
    }).map(([name, secrets]) => [methodHosts[name]?.id ?? '', secrets]),
  ),
};

export const methodCounters: Readonly<Record<string, Counter>> = Object.fromEntries(
  Object.entries({
    hotp: { confirmed: 118, next: 118, total: null, doubt: null },
    list: { confirmed: 17, next: 17, total: lines.length, doubt: null },
  }).map(([name, counter]) => [methodHosts[name]?.id ?? '', counter]),
);

export const gpgKeys: readonly GpgKey[] = [
  {
    fingerprint: '0123456789ABCDEF0123456789ABCDEF01234567',
    userId: 'Server <server@example.net>',
    algorithm: 'rsa2048',
    canSign: true,
    canEncrypt: true,
    isOwn: false,
  },
  {
    fingerprint: '89ABCDEF0123456789ABCDEF0123456789ABCDEF',
    userId: 'Me <me@example.net>',
    algorithm: 'ed25519',
    canSign: true,
    canEncrypt: true,
    isOwn: true,
  },
];
