import { createWorld } from '../../../app/fake/world.ts';
import type { Ports } from '../../../app/ports.ts';
import { host, id } from '../hosts/host.ts';
import { postern, type Ended } from './cli.ts';

export const passphrase = 'correct horse';
const otpSecret = new TextEncoder().encode('The secret is here!!');

const pk1 = { scheme: 'pk1', label: 'nas' };
const tcp22 = { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] };
const plain = { address: '192.0.2.3', check: undefined };

/** One host of each way of knocking, without a check. */
export const hosts = {
  sequence: host({
    ...plain,
    id: id(1),
    name: 'sequence',
    knock: { method: 'sequence', steps: [{ proto: 'tcp', port: 7000 }] },
  }),
  totp: host({ ...plain, id: id(2), name: 'totp', knock: { method: 'totp', derivation: pk1 } }),
  hotp: host({ ...plain, id: id(3), name: 'hotp', knock: { method: 'hotp', derivation: pk1 } }),
  list: host({ ...plain, id: id(4), name: 'list', knock: { method: 'list', warnBelow: 2 } }),
  spa: host({ ...plain, id: id(5), name: 'spa', knock: { method: 'spa', ask: tcp22 } }),
  gpg: host({
    ...plain,
    id: id(6),
    name: 'gpg',
    knock: {
      method: 'spa',
      ask: tcp22,
      hmac: 'none',
      cipher: { kind: 'gpg', recipient: 'server@example.net' },
    },
  }),
  pknock: host({ ...plain, id: id(7), name: 'pknock', knock: { method: 'pknock', port: 5000 } }),
} as const;

export const keys = {
  'spa-key': new TextEncoder().encode('an encryption key'),
  'spa-hmac-key': new TextEncoder().encode('an HMAC key'),
} as const;

const secrets = {
  [id(2)]: { 'otp-secret': otpSecret },
  [id(3)]: { 'otp-secret': otpSecret },
  [id(4)]: { 'one-time-list': new TextEncoder().encode(' 7000,8000:udp\n 7001\n 7002\n') },
  [id(5)]: keys,
  [id(7)]: { 'pknock-secret': new TextEncoder().encode('a word') },
};

type WorldOptions = NonNullable<Parameters<typeof createWorld>[0]>;

interface More extends Omit<Parameters<typeof postern>[1], 'folder' | 'world' | 'typed'> {
  /** At each question for a secret; by default the passphrase. */
  readonly typed?: readonly string[] | 'nobody is there';
}

/** Command lines in one world in memory, whose vault is locked. */
export function inWorld(options: WorldOptions = {}): {
  readonly ports: Ports;
  readonly run: (words: string, more?: More) => Promise<Ended>;
} {
  const { ports, clock } = createWorld({
    hosts: Object.values(hosts),
    vault: { passphrase, isLocked: true, secrets },
    ...options,
  });
  return {
    ports,
    run(words, { typed = [passphrase], ...more } = {}) {
      const terminal = typed === 'nobody is there' ? {} : { typed };
      return clock.run(postern(words.split(' '), { folder: '', ...terminal, ...more, world: () => ports }));
    },
  };
}
