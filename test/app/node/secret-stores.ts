import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSecretStore } from '../../../app/node/secret-store.ts';
import type { SecretPorts } from '../../../app/secrets/ports.ts';
import type { Scrypt } from '../../../app/secrets/scrypt.ts';
import { id } from '../hosts/host.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Options = Partial<Parameters<typeof createSecretStore>[0]>;

export const secret = bytesOf('a secret nobody shall see');
export const passphrase = bytesOf('correct horse');

/** Where scrypt itself is not what is tested: it takes 128 MiB and a third of a second. */
export const cheap: Scrypt = async (given, salt, { n, r, p }) =>
  createHash('sha256').update(given).update(salt).update(`${n} ${r} ${p}`).digest();

export function storeIn(options: Options = {}, kind: 'cheap scrypt' | 'real scrypt' = 'cheap scrypt') {
  const folder = options.folder ?? temporaryFolder();
  const store = createSecretStore({ ...(kind === 'cheap scrypt' && { scrypt: cheap }), ...options, folder });
  return { store, folder, file: join(folder, 'secrets.json') };
}

export function setting(host = 1) {
  return [{ hostId: id(host), slot: 'otp-secret', bytes: secret }] as const;
}

export async function read(store: SecretPorts, host = 1): Promise<Uint8Array | null> {
  const result = await store.read(id(host), 'otp-secret');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export async function slotsIn(file: string): Promise<unknown> {
  return (JSON.parse(await readFile(file, 'utf8')) as { slots: unknown }).slots;
}

export function isWiped(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && bytes.length > 0 && bytes.every((byte) => byte === 0);
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
