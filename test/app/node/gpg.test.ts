import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { gpgKeys, sealWithGpg } from '../../../app/node/gpg.ts';
import { decodeGpgSpa, encodeGpgSpa } from '../../../app/spa/gpg.ts';
import { readPlaintext } from '../../../app/spa/read-plaintext.ts';
import { gpg as vectors, hmacOf } from '../spa/vectors.ts';
import { temporaryFolder } from './temporary-folder.ts';

const hasGpg =
  process.env['POSTERN_LAB'] === 'required' || spawnSync('gpg', ['--version']).error === undefined;
if (!hasGpg) console.log('Tests with gpg skipped: gpg is missing.');

const { signal } = new AbortController();
const plaintext = Buffer.from('what nobody else shall read');

describe.skipIf(!hasGpg)('with the real gpg', { timeout: 30_000 }, () => {
  let home = '';
  beforeEach(() => {
    home = temporaryFolder();
    chmodSync(home, 0o700);
    // Without a pinentry nothing can ask for a passphrase.
    writeFileSync(join(home, 'gpg-agent.conf'), 'pinentry-program /nonexistent\n');
    onTestFinished(() => void run(['--kill', 'all'], '', 'gpgconf'));
    for (const { secret, public: shared } of Object.values(vectors.keys)) run(['--import'], secret ?? shared);
    make('own', 'ed25519', 'sign', '');
  });

  test.each(vectors.vectors.filter((each) => each.fwknopdAccepted !== false))(
    'the packet is decrypted with the key of the server: $name',
    (vector) => {
      const message = decodeGpgSpa(vector.packet, hmacOf(vector));
      if (!message.ok) throw new Error(message.error.code);
      const text = decrypt(message.value);
      expect(text.toString()).toBe(vector.plaintext);
      expect(readPlaintext(text).ok).toBe(true);
    },
  );

  test.each(['srv2048@example.test', 'srvecc@example.test'])(
    'what was sealed for %s comes back out of the packet, signed',
    async (recipient) => {
      const sealed = await seal({ recipient, signer: 'own@example.test' });
      const packet = sealed.ok ? encodeGpgSpa({ message: sealed.value, hmac: null }) : sealed;
      const message = packet.ok ? decodeGpgSpa(packet.value, null) : packet;
      if (!message.ok) throw new Error(JSON.stringify(message));
      expect(decrypt(message.value)).toEqual(plaintext);
      expect(run(['--status-fd=1', '--decrypt'], message.value).toString()).toContain('[GNUPG:] GOODSIG ');
    },
  );

  test('no setting of the user makes it another kind of message, or one for more readers', async () => {
    writeFileSync(join(home, 'gpg.conf'), 'armor\nencrypt-to srv2048@example.test\n');
    const sealed = await seal({ recipient: 'srvecc@example.test', signer: 'own@example.test' });
    expect(sealed.ok && sealed.value[0]).toBe(0x84);
    expect(sealed.ok && sealed.value.length).toBeLessThan(400);
  });

  test('without a signer, gpg takes its default key', async () => {
    expect((await seal({ recipient: 'srv2048@example.test' })).ok).toBe(true);
  });

  test.each([
    [
      'an unknown recipient',
      { recipient: 'nobody@example.test', signer: 'own@example.test' },
      'no-recipient',
    ],
    [
      'a recipient for signing only',
      { recipient: 'own@example.test', signer: 'own@example.test' },
      'no-recipient',
    ],
    ['an unknown signer', { recipient: 'srvecc@example.test', signer: 'nobody@example.test' }, 'no-signer'],
    ['a signer of others', { recipient: 'srvecc@example.test', signer: 'cliecc@example.test' }, 'no-signer'],
  ])('%s is named as that', async (_, request, problem) => {
    expect(await seal(request)).toEqual({ ok: false, error: problem });
  });

  test('a key whose passphrase nobody gives is locked', async () => {
    make('sealed', 'ed25519', 'sign', 'a passphrase');
    run(['--kill', 'gpg-agent'], '', 'gpgconf');
    expect(await seal({ recipient: 'srvecc@example.test', signer: 'sealed@example.test' })).toEqual({
      ok: false,
      error: 'locked',
    });
  });

  test('the plaintext is in no file', async () => {
    await seal({ recipient: 'srvecc@example.test', signer: 'own@example.test' });
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(readFileSync(join(file.parentPath, file.name)).includes(plaintext)).toBe(false);
    }
  });

  test('keys are listed, ours among others', async () => {
    const listed = await gpgKeys(home);
    const keys = listed.ok ? listed.value : [];
    const facts = keys.map(({ userId, algorithm, isOwn, canEncrypt }) => [
      userId,
      algorithm,
      isOwn,
      canEncrypt,
    ]);
    expect(facts.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      ['client ed25519 <cliecc@example.test>', 'ed25519', false, true],
      ['client rsa2048 <cli2048@example.test>', 'rsa2048', false, true],
      ['fwknopd ecc <srvecc@example.test>', 'ed25519', true, true],
      ['fwknopd rsa2048 <srv2048@example.test>', 'rsa2048', true, true],
      ['own <own@example.test>', 'ed25519', true, false],
    ]);
  });

  test('a folder that is not there is a failure, not an empty list', async () => {
    expect(await gpgKeys(join(home, 'missing'))).toEqual({ ok: false, error: 'failed' });
  });

  function seal({ recipient, signer }: { readonly recipient: string; readonly signer?: string }) {
    return sealWithGpg({ plaintext, recipient, signer, home }, signal);
  }

  function make(name: string, algorithm: string, use: string, passphrase: string): void {
    const options = ['--pinentry-mode=loopback', '--passphrase-fd=0', '--quick-gen-key'];
    run([...options, `${name} <${name}@example.test>`, algorithm, use, 'never'], passphrase);
  }

  function decrypt(message: Uint8Array): Buffer {
    return run(['--decrypt'], message);
  }

  function run(args: readonly string[], input: string | Uint8Array | undefined, program = 'gpg'): Buffer {
    const options = program === 'gpg' ? ['--batch', '--no-tty', '--quiet'] : [];
    const { stdout } = spawnSync(program, ['--homedir', home, ...options, ...args], { input: input ?? '' });
    return stdout;
  }
});

const request = { plaintext, recipient: 'a', signer: undefined, home: undefined };

test('a computer without gpg is told from one where it fails', async () => {
  const folders = [temporaryFolder()];
  expect(await sealWithGpg(request, signal, { folders })).toEqual({ ok: false, error: 'missing' });
  expect(await gpgKeys(undefined, { folders })).toEqual({ ok: false, error: 'missing' });
});

describe.skipIf(process.platform === 'win32')('with a program in the place of gpg', () => {
  test('what was written before it failed is no message', async () => {
    const folders = [program('cat >/dev/null; echo half; exit 2')];
    expect(await sealWithGpg(request, signal, { folders })).toEqual({ ok: false, error: 'failed' });
  });

  test('one that reads nothing does no harm', async () => {
    const folders = [program('exec 0<&-; exit 2')];
    const long = { ...request, plaintext: new Uint8Array(1_000_000) };
    expect(await sealWithGpg(long, signal, { folders })).toEqual({ ok: false, error: 'failed' });
  });

  test('one that waits for a passphrase ends when it is told to', async () => {
    const controller = new AbortController();
    const folders = [program('exec sleep 60')];
    const sealed = sealWithGpg(request, controller.signal, { folders });
    controller.abort();
    expect(await sealed).toEqual({ ok: false, error: 'failed' });
  });

  test('the plaintext is not among the arguments, and the recipient is one of them as it stands', async () => {
    const folders = [program(String.raw`cat >/dev/null; printf '%s\n' "$@"`)];
    const recipient = '$(id); "x" <a@example.test>';
    const sealed = await sealWithGpg({ ...request, recipient, signer: 'me' }, signal, { folders });
    const args = sealed.ok ? Buffer.from(sealed.value).toString().trimEnd().split('\n') : [];
    expect(args).toContain(recipient);
    expect(args.slice(args.indexOf('--local-user'), args.indexOf('--recipient'))).toEqual([
      '--local-user',
      'me',
    ]);
    expect(args.join(' ')).not.toContain(plaintext.toString());
  });

  /** A folder with a program "gpg". */
  function program(script: string): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'gpg'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return folder;
  }
});
