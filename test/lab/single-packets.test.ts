import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import gpgVectors from '../vectors/fwknop-gpg.json' with { type: 'json' };
import type { HostInput } from '../../app/hosts/schema.ts';
import type { SecretEdits } from '../../app/secrets/input.ts';
import { decodeSpa } from '../../app/spa/decode.ts';
import { startCapture, type Capture } from './capture.ts';
import { enrol, passphraseFile } from './enrol.ts';
import { labProblem } from './lab.ts';
import { createNetwork, type Network } from './namespaces.ts';
import { newHome, postern } from './postern.ts';
import { lastDatagram, replay } from './replay.ts';
import { guardedPort, until, type Door } from './servers/door.ts';
import { fwknop, startFwknopd, type Fwknopd, type FwknopdOptions, type Stanza } from './servers/fwknopd.ts';
import { makeKeyring } from './servers/gnupg.ts';
import { startPknock } from './servers/pknock.ts';

// Single packets made by Postern's CLI, opened by the real fwknopd.

type Spa = Omit<Extract<HostInput['knock'], { method: 'spa' }>, 'method' | 'ask'>;

const [asciiKey, asciiHmacKey] = ['lab-key', 'lab-hmac-key'];
const base64Key = Buffer.alloc(32, 'k').toString('base64');
const base64HmacKey = Buffer.alloc(64, 'h').toString('base64');
const text = (key: string, hmacKey?: string): SecretEdits => ({
  'spa-key': { text: key, encoding: 'text' },
  ...(hmacKey !== undefined && { 'spa-hmac-key': { text: hmacKey, encoding: 'text' } }),
});
const base64: SecretEdits = {
  'spa-key': { text: base64Key, encoding: 'base64' },
  'spa-hmac-key': { text: base64HmacKey, encoding: 'base64' },
};
const sha256 = { KEY: asciiKey, HMAC_KEY: asciiHmacKey };

let network: Network;
let capture: Capture;
let home: string;
let door: Door | null = null;

beforeAll(async () => {
  if (labProblem !== null) return;
  network = await createNetwork();
  const service = await network.server.agent();
  await service.listen(guardedPort, 'SSH-2.0-lab\r\n');
  await service.listen(80, '');
  capture = await startCapture(network.server);
});
beforeEach(() => {
  if (labProblem === null) home = newHome(network.client);
});
afterEach(async () => {
  await door?.stop();
  door = null;
  await network?.server.run('nft', ['flush', 'ruleset']);
});
afterAll(() => network?.close());

async function serve(options: FwknopdOptions): Promise<Fwknopd> {
  const fwknopd = await startFwknopd(network.server, options);
  door = fwknopd;
  return fwknopd;
}

const enrolSpa = (spa: Spa, secrets: SecretEdits, host: Partial<HostInput> = {}) =>
  enrol(
    home,
    {
      name: 'lab',
      address: network.server.ipv4,
      check: { port: guardedPort, expect: { kind: 'ssh' } },
      ...host,
      knock: { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: guardedPort }] }, ...spa },
    },
    secrets,
  );
const run = (...args: readonly string[]) =>
  postern(network.client, args, { home, env: { POSTERN_PASSPHRASE_FILE: passphraseFile(home) } });
const closes = () => until('the door closes', async () => (await run('check', 'lab')).code === 4);

describe.skipIf(labProblem !== null).each(['iptables', 'nft'] as const)(
  'fwknopd opening with %s',
  (opener) => {
    const dialects: readonly (readonly [name: string, stanza: Stanza, spa: Spa, secrets: SecretEdits])[] = [
      ['HMAC-SHA-256', sha256, {}, text(asciiKey, asciiHmacKey)],
      [
        'HMAC-SHA-512 and a SHA-512 digest',
        { ...sha256, HMAC_DIGEST_TYPE: 'sha512' },
        { hmac: 'sha512', digest: 'sha512' },
        text(asciiKey, asciiHmacKey),
      ],
      [
        'HMAC-SHA3-256 and a SHA3-256 digest',
        { ...sha256, HMAC_DIGEST_TYPE: 'sha3_256' },
        { hmac: 'sha3-256', digest: 'sha3-256' },
        text(asciiKey, asciiHmacKey),
      ],
      ['no HMAC', { KEY: asciiKey }, { hmac: 'none' }, text(asciiKey)],
      ['base64 keys', { KEY_BASE64: base64Key, HMAC_KEY_BASE64: base64HmacKey }, {}, base64],
    ];
    test.each(dialects)('opens to a packet with %s', async (_, stanza, spa, secrets) => {
      await serve({ opener, stanzas: [stanza] });
      await enrolSpa(spa, secrets);
      const { code, result } = await run('knock', 'lab');
      expect([code, result?.verdict]).toEqual([0, 'opened']);
    });

    test('admits the address that the packet names, where it must be named', async () => {
      const fwknopd = await serve({ opener, stanzas: [{ ...sha256, REQUIRE_SOURCE_ADDRESS: 'Y' }] });
      await enrolSpa({ allow: { kind: 'source' } }, text(asciiKey, asciiHmacKey), { tries: 1 });
      expect((await run('knock', 'lab')).code).toBe(4);
      await fwknopd.says('Got 0.0.0.0 when valid source IP was required');
      await enrolSpa(
        { allow: { kind: 'fixed', address: network.client.ipv4 } },
        text(asciiKey, asciiHmacKey),
        {
          name: 'fixed',
        },
      );
      expect((await run('knock', 'fixed')).code).toBe(0);
      await until('the door closes', async () => {
        await fwknopd.reset();
        return (await run('check', 'fixed')).code === 4;
      });
      await enrolSpa({ allow: { kind: 'local' } }, text(asciiKey, asciiHmacKey), { name: 'local' });
      expect((await run('knock', 'local')).code).toBe(0);
    });

    test('keeps the port open as long as the packet asks, and refuses the same packet again', async () => {
      const fwknopd = await serve({ opener, stanzas: [sha256], openForS: 60 });
      await enrolSpa({ timeoutS: 3 }, text(asciiKey, asciiHmacKey));
      expect((await run('knock', 'lab')).code).toBe(0);
      const packet = await lastDatagram(capture, network.server.ipv4, 62_201);
      await closes();
      await replay(network.client, packet);
      await fwknopd.says('Replay detected');
      expect((await run('check', 'lab')).code).toBe(4);
      expect((await run('knock', 'lab')).code).toBe(0);
    });
  },
);

describe.skipIf(labProblem !== null)('a packet', () => {
  test('from a clock that is five minutes off is refused, and the verdict says by how much it is off', async () => {
    const fwknopd = await serve({ stanzas: [sha256] });
    await enrolSpa({}, text(asciiKey, asciiHmacKey), { tries: 1 });
    const clock = await startClock();
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ clockSource: clock.url }));
    const env = {
      POSTERN_PASSPHRASE_FILE: passphraseFile(home),
      NODE_OPTIONS: `--import ${new URL('clock-ahead.ts', import.meta.url).href}`,
    };
    const { result } = await postern(network.client, ['knock', 'lab'], { home, env });
    await fwknopd.says('SPA data time difference is too great');
    clock.stop();
    expect(result).toMatchObject({ verdict: 'still-closed', packets: 1 });
    const { offsetMs = 0, errorMs = 0 } = result?.clock ?? {};
    expect(Math.abs(offsetMs + 300_000)).toBeLessThanOrEqual(errorMs);
  });

  test('with a wrong key opens nothing, and every try is another packet', async () => {
    const fwknopd = await serve({ stanzas: [sha256] });
    await enrolSpa({}, text('another-key', asciiHmacKey), { tries: 3 });
    const before = (await capture.packets()).length;
    expect((await run('knock', 'lab')).result).toMatchObject({
      verdict: 'still-closed',
      packets: 3,
      tries: 3,
    });
    await fwknopd.says('Decryption failed or decrypted data is invalid');
    const sent = (await capture.packets()).slice(before).filter(({ proto }) => proto === 'udp');
    const digests = sent.map(({ data }) => createHash('sha256').update(data).digest('hex'));
    expect(new Set(digests).size).toBe(3);
  });

  const ways = [
    ['to a random port', 'sniff-any', { port: 'random' }],
    ['to a bound UDP socket', 'udp', {}],
    ['over TCP', 'tcp', { transport: 'tcp' }],
    ['over HTTP', 'http', { transport: 'http', port: 80 }],
  ] as const;
  test.each(ways)('goes %s', async (_, intake, spa) => {
    await serve({ intake, stanzas: [sha256] });
    await enrolSpa(spa, text(asciiKey, asciiHmacKey));
    expect((await run('knock', 'lab')).code).toBe(0);
  });

  test('over TCP says so when nobody takes it', async () => {
    await serve({ stanzas: [sha256], policy: 'reject' });
    await enrolSpa({ transport: 'tcp' }, text(asciiKey, asciiHmacKey));
    const { code, result } = await run('knock', 'lab');
    expect([code, result?.obstacle]).toEqual([6, { code: 'transport-refused', port: 62_201 }]);
  });

  test('of the real fwknop is read by our decoder with the same keys', async () => {
    await serve({ stanzas: [sha256] });
    await fwknop(network.client, network.server.ipv4, {
      args: [
        '-A',
        'tcp/22,udp/1194',
        '-s',
        '--key-rijndael',
        asciiKey,
        '--key-hmac',
        asciiHmacKey,
        '-f',
        '7',
      ],
    });
    const { data } = await lastDatagram(capture, network.server.ipv4, 62_201);
    const decoded = decodeSpa(data.toString(), {
      mode: 'cbc',
      key: Buffer.from(asciiKey),
      hmac: { hash: 'sha256', key: Buffer.from(asciiHmacKey) },
    });
    expect(decoded).toMatchObject({
      ok: true,
      value: { fields: { message: '0.0.0.0,tcp/22,udp/1194', timeoutS: 7, type: 3 } },
    });
  });
});

/** A web server, whose answers bear the time. */
async function startClock(): Promise<{ readonly url: string; stop(): void }> {
  const program = `require('node:http').createServer((_, answer) => answer.end()).listen(8123, () => console.log('ready'))`;
  const child = network.server.start(process.execPath, ['-e', program]);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return { url: `http://${network.server.ipv4}:8123/`, stop: () => void child.kill() };
}

describe.skipIf(labProblem !== null)('gpg', () => {
  const recipients = [
    ['RSA', 'srv2048@example.test', 'rsa2048'],
    ['Curve25519, whose packets fwknop itself cannot send', 'srvecc@example.test', 'future-default'],
  ] as const;
  test.each(recipients)('opens with keys of the kind %s', async (_, recipient, algorithm) => {
    const [own, clients] = [makeKeyring(network.server), makeKeyring(network.client)];
    const signer = `knocker-${algorithm}@example.test`;
    await clients.make(signer, algorithm);
    await own.take([gpgVectors.keys[recipient].secret, await clients.show(signer)]);
    await clients.take([await own.show(recipient)]);
    await serve({
      stanzas: [
        {
          GPG_HOME_DIR: own.home,
          GPG_DECRYPT_ID: recipient,
          GPG_REMOTE_ID: await clients.shortIdOf(signer),
          GPG_ALLOW_NO_PW: 'Y',
          HMAC_KEY: asciiHmacKey,
        },
      ],
    });
    await enrolSpa(
      { cipher: { kind: 'gpg', recipient, signer, home: clients.home } },
      { 'spa-hmac-key': { text: asciiHmacKey, encoding: 'text' } },
    );
    const { code, result } = await run('knock', 'lab');
    expect([code, result?.verdict]).toEqual([0, 'opened']);
  });
});

describe.skipIf(labProblem !== null)("xt_pknock's packet", () => {
  test('opens to our address in this minute', async () => {
    const port = 2_000;
    const pknock = await startPknock(network.server, {
      port,
      openSecret: 'lab-open',
      closeSecret: 'lab-close',
    });
    door = pknock;
    const check = { port: guardedPort, expect: { kind: 'ssh' } } as const;
    await enrol(
      home,
      { name: 'lab', address: network.server.ipv4, check, knock: { method: 'pknock', port } },
      { 'pknock-secret': { text: 'lab-open', encoding: 'text' } },
    );
    expect((await run('knock', 'lab')).code).toBe(0);
    await pknock.says('opened');
  });
});
