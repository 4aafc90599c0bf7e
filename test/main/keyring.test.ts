import { expect, test } from 'vitest';
import { createKeyring } from '../../main/keyring.ts';

const key = Uint8Array.from({ length: 32 }, (_, n) => n);
const unavailable = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';

/** safeStorage that hides nothing: behind the prefix stands the text. */
function safeStorageWith({ prefix = 'v11', shouldReEncrypt = false, problem = null as string | null } = {}) {
  const encrypted: string[] = [];
  return {
    encrypted,
    async encryptStringAsync(text: string) {
      if (problem !== null) throw new Error(problem);
      encrypted.push(text);
      return Buffer.from(`${prefix}${text}`);
    },
    async decryptStringAsync(sealed: Buffer) {
      if (problem !== null) throw new Error(problem);
      return { result: sealed.toString('latin1', 3), shouldReEncrypt };
    },
  };
}

test.each<[platform: NodeJS.Platform, prefix: string, state: string]>([
  ['linux', 'v11', 'real'],
  ['linux', 'v10', 'absent'],
  ['darwin', 'v10', 'real'],
  ['win32', 'v10', 'real'],
])('on %s what is encrypted as %s says that the keyring is %s', async (platform, prefix, state) => {
  const keyring = createKeyring({ safeStorage: safeStorageWith({ prefix }), platform });
  expect(await keyring.probe()).toBe(state);
  const wrapped = await keyring.wrap(key);
  expect(typeof wrapped === 'string' ? wrapped : 'real').toBe(state);
});

test.each<NodeJS.Platform>(['linux', 'darwin', 'win32'])(
  'on %s what can not encrypt is no keyring',
  async (platform) => {
    const problem = 'Error while encrypting the text provided to safeStorage.encryptStringAsync.';
    const keyring = createKeyring({ safeStorage: safeStorageWith({ problem }), platform });
    expect([await keyring.probe(), await keyring.wrap(key)]).toEqual(['absent', 'absent']);
  },
);

test('the key comes back as it was, as a string of its own alphabet on the way', async () => {
  const safeStorage = safeStorageWith();
  const keyring = createKeyring({ safeStorage, platform: 'linux' });
  const wrapped = await keyring.wrap(key);
  const unwrapped = await keyring.unwrap(wrapped as Uint8Array);
  expect(unwrapped).toEqual({ bytes: Buffer.from(key), stale: false });
  expect(safeStorage.encrypted).toEqual([Buffer.from(key).toString('base64')]);
});

test('a keyring that wants to encrypt anew says so', async () => {
  const keyring = createKeyring({
    safeStorage: safeStorageWith({ shouldReEncrypt: true }),
    platform: 'win32',
  });
  expect(await keyring.unwrap(Buffer.from('v10AAAA'))).toMatchObject({ stale: true });
});

test('a keyring that is unavailable for a while is away, and one that can not decrypt has lost it', async () => {
  const away = createKeyring({ safeStorage: safeStorageWith({ problem: unavailable }), platform: 'linux' });
  expect(await away.unwrap(Buffer.from('v11AAAA'))).toBe('away');
  const safeStorage = safeStorageWith({ problem: 'Error while decrypting the ciphertext provided.' });
  const other = createKeyring({ safeStorage, platform: 'linux' });
  expect(await other.unwrap(Buffer.from('v11AAAA'))).toBe('lost');
});

test('on Linux what the well-known password sealed does not open the vault', async () => {
  const keyring = createKeyring({ safeStorage: safeStorageWith(), platform: 'linux' });
  expect(await keyring.unwrap(Buffer.from(`v10${Buffer.from(key).toString('base64')}`))).toBe('lost');
});
