/** Keyrings of GnuPG, each in a folder of its own that goes with its namespace, agents included. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Namespace } from '../namespaces.ts';

export interface Keyring {
  /** GNUPGHOME. */
  readonly home: string;
  /** Takes ASCII-armored keys in, secret or public, and trusts their owners: fwknopd admits no other's signature. */
  take(armored: readonly string[]): Promise<void>;
  /** Makes a signing and encrypting key without a passphrase. */
  make(userId: string, algorithm: 'rsa2048' | 'future-default'): Promise<void>;
  /** The public key, ASCII-armored. */
  show(userId: string): Promise<string>;
  /** The last 8 hex digits of the primary key: fwknopd's GPG_REMOTE_ID knows no longer ones. */
  shortIdOf(userId: string): Promise<string>;
}

export function makeKeyring(owner: Namespace): Keyring {
  const home = mkdtempSync(join(owner.folder, 'gnupg-'));
  const gpg = (args: readonly string[], input = '') =>
    owner.run('gpg', ['--homedir', home, '--batch', '--no-tty', '--quiet', ...args], { input });
  /** gpg's machine-readable listing (its DETAILS file): the records of one kind, field by field. */
  const listed = async (kind: string, ...userId: readonly string[]) => {
    const text = await gpg(['--with-colons', '--list-keys', ...userId]);
    return text
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([is]) => is === kind);
  };
  return {
    home,
    take: async (armored) => {
      await gpg(['--import'], armored.join('\n'));
      const prints = (await listed('fpr')).map((fields) => `${fields[9]}:6:\n`);
      await gpg(['--import-ownertrust'], prints.join(''));
    },
    make: async (userId, algorithm) => {
      await gpg(['--passphrase', '', '--quick-generate-key', userId, algorithm, 'default', 'never']);
    },
    show: (userId) => gpg(['--armor', '--export', userId]),
    shortIdOf: async (userId) => {
      const id = (await listed('pub', userId))[0]?.[4];
      if (id === undefined) throw new Error(`no key of ${userId}`);
      return id.slice(-8);
    },
  };
}
