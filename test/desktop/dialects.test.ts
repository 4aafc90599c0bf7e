import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import gpgVectors from '../vectors/fwknop-gpg.json' with { type: 'json' };
import { labProblem } from '../lab/lab.ts';
import { createNetwork, type Network } from '../lab/namespaces.ts';
import { guardedPort, type Door } from '../lab/servers/door.ts';
import { startFwknopd } from '../lab/servers/fwknopd.ts';
import { makeKeyring } from '../lab/servers/gnupg.ts';
import { startKnockd } from '../lab/servers/knockd.ts';
import { preparePk1 } from '../lab/servers/pk1.ts';
import { startPknock } from '../lab/servers/pknock.ts';
import { startRotation } from '../lab/servers/rotation.ts';
import type { Errand } from './by-keyboard.ts';
import { startUser, type User } from './user.ts';

// Every dialect, from the window of the built app to the door of a server that knows nothing of Postern.

const enrolment = { secret: Buffer.from('12345678901234567890'), purpose: 'open:ssh', label: 'lab' };
const otpSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const [key, hmacKey] = ['lab-key', 'lab-hmac-key'];

describe.skipIf(labProblem !== null)('from the window, by keyboard alone', () => {
  let network: Network;
  let user: User;
  let door: Door | null = null;

  beforeAll(async () => {
    network = await createNetwork();
    await (await network.server.agent()).listen(guardedPort, 'SSH-2.0-lab\r\n');
    user = startUser(network.client);
  });
  afterEach(async () => {
    await door?.stop();
    door = null;
    await network.server.run('nft', ['flush', 'ruleset']);
  });
  afterAll(async () => {
    await user.end();
    await network.close();
  });

  /** Runs an errand: what the service let through before and after it, and what the window said. */
  async function run(opener: Door, errand: Errand) {
    door = opener;
    const { client, server } = network;
    const eyes = await client.agent();
    const before = await eyes.probe(server.ipv4, guardedPort, 300);
    const shown = await user.does(errand);
    return { before, shown, after: await eyes.probe(server.ipv4, guardedPort, 5_000) };
  }

  const opened = (name: string) => ({
    before: 'closed',
    shown: {
      before: `${name}, Not checked`,
      after: expect.stringMatching(new RegExp(`^${name}, Open, [\\d.]+ milliseconds?$`)) as string,
    },
    after: 'open',
  });

  test('a sequence opens knockd', async () => {
    const sequence = '7000,8000:udp,9000';
    const knockd = await startKnockd(network.server, { doors: [{ name: 'ssh', sequence }] });
    const seen = await run(knockd, {
      name: 'sequence',
      address: network.server.ipv4,
      fill: [
        ['press', 'Paste…'],
        ['type', 'Sequence', sequence],
        ['press', 'Use these steps'],
      ],
    });
    expect(seen).toEqual(opened('sequence'));
    expect(knockd.said()).toContain(`${network.client.ipv4}: ssh: OPEN SESAME`);
  });

  test('TOTP opens a rotation', async () => {
    const rotation = await startRotation(network.server, enrolment);
    await rotation.follow();
    const seen = await run(rotation, {
      name: 'totp',
      address: network.server.ipv4,
      method: 'TOTP',
      fill: [
        ['type', 'Secret', otpSecret],
        ['type', 'Label', 'lab'],
        ['type', 'Purpose', 'open:ssh'],
      ],
    });
    expect(seen).toEqual(opened('totp'));
  });

  test('HOTP opens knockd with the line of its counter', async () => {
    const pk1 = await preparePk1(network.server, enrolment);
    const sequence = await pk1.oneTimeLines(0, 4);
    const knockd = await startKnockd(network.server, { doors: [{ name: 'ssh', sequence }] });
    const seen = await run(knockd, {
      name: 'hotp',
      address: network.server.ipv4,
      method: 'HOTP',
      fill: [
        ['type', 'Secret', otpSecret],
        ['type', 'Label', 'lab'],
        ['type', 'Purpose', 'open:ssh'],
      ],
    });
    expect(seen).toEqual(opened('hotp'));
    expect(knockd.usedLines('ssh')).toBe(1);
  });

  test('a one-time list opens knockd with its first line', async () => {
    // More than Postern warns of, and the one that has to stay.
    const lines = Array.from({ length: 8 }, (_, n) => ` 7${n}01,7${n}02:udp,7${n}03`);
    const knockd = await startKnockd(network.server, { doors: [{ name: 'ssh', sequence: lines }] });
    const seen = await run(knockd, {
      name: 'list',
      address: network.server.ipv4,
      method: 'One-time list',
      fill: [['type', 'One-time list', lines.slice(0, -1).join('\n')]],
    });
    expect(seen).toEqual(opened('list'));
    expect(knockd.usedLines('ssh')).toBe(1);
  });

  test('a packet with shared keys opens fwknopd', async () => {
    const stanzas = [{ KEY: key, HMAC_KEY: hmacKey }];
    const seen = await run(await startFwknopd(network.server, { stanzas }), {
      name: 'spa',
      address: network.server.ipv4,
      method: 'fwknop SPA',
      fill: [
        ['type', 'Ports to open', 'tcp/22'],
        ['type', 'Encryption key', key],
        ['type', 'HMAC key', hmacKey],
      ],
    });
    expect(seen).toEqual(opened('spa'));
  });

  test('a packet that gpg signs and encrypts opens fwknopd', async () => {
    const recipient = 'srv2048@example.test';
    const signer = 'knocker@example.test';
    const [own, clients] = [makeKeyring(network.server), makeKeyring(network.client)];
    await clients.make(signer, 'future-default');
    await own.take([gpgVectors.keys[recipient].secret, await clients.show(signer)]);
    await clients.take([await own.show(recipient)]);
    const stanza = {
      GPG_HOME_DIR: own.home,
      GPG_DECRYPT_ID: recipient,
      GPG_REMOTE_ID: await clients.shortIdOf(signer),
      GPG_ALLOW_NO_PW: 'Y',
      HMAC_KEY: hmacKey,
    };
    const seen = await run(await startFwknopd(network.server, { stanzas: [stanza] }), {
      name: 'gpg',
      address: network.server.ipv4,
      method: 'fwknop SPA',
      fill: [
        ['type', 'Ports to open', 'tcp/22'],
        ['choose', 'A shared key (Rijndael)', 'GnuPG'],
        ['type', "Recipient's key", recipient],
        ['type', 'Signing key', signer],
        ['type', 'GnuPG folder', clients.home],
        ['type', 'HMAC key', hmacKey],
      ],
    });
    expect(seen).toEqual(opened('gpg'));
  });

  test('a signed packet opens what checks as xt_pknock does', async () => {
    const pknock = await startPknock(network.server, { openSecret: 'lab-open', closeSecret: 'lab-close' });
    const seen = await run(pknock, {
      name: 'pknock',
      address: network.server.ipv4,
      method: 'xt_pknock',
      fill: [
        ['type', 'Open secret', 'lab-open'],
        ['type', 'Knock port (UDP)', '2000'],
      ],
    });
    expect(seen).toEqual(opened('pknock'));
    await pknock.says('opened');
  });

  test('an imported .fwknoprc opens fwknopd with the keys that stand in it', async () => {
    const stanzas = [{ KEY: key, HMAC_KEY: hmacKey }];
    const stanza = {
      SPA_SERVER: network.server.ipv4,
      ACCESS: `tcp/${guardedPort}`,
      ALLOW_IP: 'source',
      KEY: key,
      HMAC_KEY: hmacKey,
      USE_HMAC: 'Y',
    };
    const lines = Object.entries(stanza).map(([name, value]) => `${name} ${value}`);
    const seen = await run(await startFwknopd(network.server, { stanzas }), {
      name: 'imported',
      importing: ['[imported]', ...lines].join('\n'),
    });
    expect(seen).toEqual(opened('imported'));
  });
});
