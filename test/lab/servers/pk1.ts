/**
 * The server's side of pk1 with nothing but a shell and openssl (or oathtool), free of Postern's code: the scripts in
 * pk1/ are what an administrator copies from the protocol's description.
 */
import { cpSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Namespace } from '../namespaces.ts';

export interface Pk1Options {
  /** At least 16 bytes. */
  readonly secret: Uint8Array;
  /** "open:ssh". */
  readonly purpose: string;
  /** The server's name, in lower case. */
  readonly label: string;
  /** Which words the ports come from: HMAC-SHA-256 by openssl, or 6-digit codes by oathtool. */
  readonly sampler?: 'snum31' | 'dec6';
  readonly lowest?: number;
  readonly highest?: number;
}

export interface Pk1 {
  /** pk.sh, knock-rotate.sh and rotation.nft. */
  readonly folder: string;
  readonly lowest: number;
  readonly highest: number;
  /** 64 hex digits. */
  readonly subkey: string;
  /** Lines for knockd's one_time_sequences, for `count` counters from `from` on. Each begins with a blank. */
  oneTimeLines(from: number, count: number): Promise<readonly string[]>;
}

/** Four TCP ports a sequence, all that the scripts know. */
export async function preparePk1(server: Namespace, options: Pk1Options): Promise<Pk1> {
  const { secret, purpose, label, sampler = 'snum31', lowest = 10_000, highest = 32_767 } = options;
  const folder = mkdtempSync(join(server.folder, 'pk1-'));
  cpSync(fileURLToPath(new URL('pk1', import.meta.url)), folder, { recursive: true });
  if (sampler === 'dec6') renameSync(join(folder, 'pk-oath.sh'), join(folder, 'pk.sh'));

  const shell = (script: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) =>
    server.run('sh', ['-c', script, 'sh', ...args], { env });
  const digest = await shell(
    `printf 'portknock-v1\\000%s\\000%s' "$PURPOSE" "$LABEL" |
      openssl dgst -sha256 -mac HMAC -macopt hexkey:"$SECRET_HEX"`,
    { PURPOSE: purpose, LABEL: label, SECRET_HEX: Buffer.from(secret).toString('hex') },
  );
  // "SHA2-256(stdin)= d33e…", and less with other versions of openssl.
  const subkey = digest.trim().split(' ').at(-1) ?? '';
  if (!/^[0-9a-f]{64}$/.test(subkey)) throw new Error(`openssl printed ${digest}`);

  return {
    folder,
    lowest,
    highest,
    subkey,
    oneTimeLines: async (from, count) => {
      const lines = await shell(
        'cd "$FOLDER"; c=$1; end=$((c + $2)); while [ "$c" -lt "$end" ]; do ' +
          'echo " $(./pk.sh "$KEY" "$c" 4 "$LO" "$HI" | tr \' \' \',\')"; c=$((c + 1)); done',
        { FOLDER: folder, KEY: subkey, LO: String(lowest), HI: String(highest) },
        [String(from), String(count)],
      );
      return lines.split('\n').filter((line) => line !== '');
    },
  };
}
