import { expect, test } from 'vitest';
import {
  describeSecretProblem,
  describeVault,
  keptSecrets,
  secretRows,
} from '../../../app/present/secrets.ts';
import { noVault, type VaultLook } from '../../../app/secrets/look.ts';
import { host, id } from '../hosts/host.ts';

const look: VaultLook = {
  ...noVault,
  secrets: {
    [id(1)]: { 'spa-hmac-key': { bytes: 64, setAt: 2 }, 'spa-key': { bytes: 32, setAt: 1 } },
    [id(2)]: { 'otp-secret': { bytes: 20, setAt: 3 } },
  },
};

test('secrets stand under the names of their hosts, and under the id of one that is gone', () => {
  const kept = keptSecrets(look, [host({ id: id(1), name: 'nas' })]);
  expect(secretRows(kept, (atMs) => `day ${atMs}`)).toEqual([
    'HOST                                              SECRET        BYTES  SET',
    'nas                                               spa-key       32     day 1',
    'nas                                               spa-hmac-key  64     day 2',
    `${id(2)} (not saved)  otp-secret    20     day 3`,
  ]);
});

test.each([
  [{ passphrase: true, keyring: false }, 'Sealed: the passphrase opens them.'],
  [{ passphrase: true, keyring: true }, 'Sealed: the passphrase opens them, and the keyring of this system.'],
  [
    { passphrase: false, keyring: true },
    'Sealed: the keyring of this system opens them, in the desktop app.',
  ],
])('what opens the secrets is said (%j)', (opensWith, sentence) => {
  expect(describeVault({ ...noVault, opensWith })).toBe(sentence);
});

test('what is wrong with a secret is said without the secret', () => {
  expect(describeSecretProblem({ problem: 'empty' }, 'text')).toBe('There is nothing in it.');
  expect(describeSecretProblem({ problem: 'bad-character', character: 'x', place: 3 }, 'hex')).toBe(
    'Character 3 ("x") is none of the hexadecimal digits.',
  );
  expect(describeSecretProblem({ problem: 'incomplete' }, 'base64')).toBe(
    'This is not whole: its beginning or end is missing, or it is not base64.',
  );
});
