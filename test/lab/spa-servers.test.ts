import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import gpgVectors from '../vectors/fwknop-gpg.json' with { type: 'json' };
import pknockVectors from '../vectors/xt-pknock.json' with { type: 'json' };
import type { Agent } from './agent.ts';
import { startCapture, type Capture } from './capture.ts';
import { labProblem } from './lab.ts';
import { createNetwork, type Network } from './namespaces.ts';
import { lastDatagram, replay } from './replay.ts';
import { guardedPort, until } from './servers/door.ts';
import { fwknop, startFwknopd, type Fwknopd, type FwknopdOptions, type Intake } from './servers/fwknopd.ts';
import { makeKeyring } from './servers/gnupg.ts';
import { startPknock } from './servers/pknock.ts';

// The lab's servers for single packets are what they claim to be, measured with fwknop itself and with plain sockets.

/** Somebody on the same link as the client. */
const stranger = '192.0.2.77';

let network: Network;
let client: Agent;
let capture: Capture;

beforeAll(async () => {
  if (labProblem !== null) return;
  network = await createNetwork();
  await network.client.addAddresses([stranger]);
  client = await network.client.agent();
  const service = await network.server.agent();
  await service.listen(guardedPort, '');
  await service.listen(80, '');
  capture = await startCapture(network.server);
});
afterAll(() => network?.close());

const probe = (source?: string) => client.probe(network.server.ipv4, guardedPort, 400, source);
const closes = () => until('the door closes', async () => (await probe()) === 'closed');

/** `fwknop -A tcp/22 -a CLIENT …` */
const ask = (args: readonly string[], gnupgHome?: string) =>
  fwknop(network.client, network.server.ipv4, {
    args: ['-A', `tcp/${guardedPort}`, '-a', network.client.ipv4, ...args],
    ...(gnupgHome === undefined ? {} : { gnupgHome }),
  });

async function withFwknopd(options: FwknopdOptions, run: (fwknopd: Fwknopd) => Promise<void>): Promise<void> {
  const fwknopd = await startFwknopd(network.server, options);
  try {
    await run(fwknopd);
  } finally {
    await fwknopd.stop();
    await network.server.run('nft', ['flush', 'ruleset']);
  }
}

const accepted = { iptables: 'Added access rule', nft: 'Running CMD_CYCLE_CLOSE' } as const;
const openers = ['iptables', 'nft'] as const;
const stanza = { KEY: 'lab-key', HMAC_KEY: 'lab-hmac-key', REQUIRE_SOURCE_ADDRESS: 'Y' };
const keys = ['--key-rijndael', stanza.KEY, '--key-hmac', stanza.HMAC_KEY];

describe.skipIf(labProblem !== null).each(openers)('fwknopd opening with %s', (opener) => {
  test('opens to fwknop for the asked time, and refuses the packet when it comes again', async () => {
    await withFwknopd({ opener, stanzas: [stanza], openForS: 3 }, async (fwknopd) => {
      expect(await probe()).toBe('closed');
      await ask(keys);
      await fwknopd.says(accepted[opener]);
      expect([await probe(), await probe(stranger)]).toEqual(['open', 'closed']);

      const packet = await lastDatagram(capture, network.server.ipv4);
      await closes();
      await replay(network.client, packet, stranger);
      await fwknopd.says(`Replay detected from source IP: ${stranger}`);
      expect(await probe()).toBe('closed');

      await fwknopd.restart();
      await replay(network.client, packet);
      await fwknopd.says(`Replay detected from source IP: ${network.client.ipv4}`);
      expect(await probe()).toBe('closed');

      await fwknopd.reset();
      await replay(network.client, packet);
      await fwknopd.says(accepted[opener]);
      expect(await probe()).toBe('open');
    });
  });

  test('refuses another key, another HMAC key and another time', async () => {
    await withFwknopd({ opener, stanzas: [stanza] }, async (fwknopd) => {
      await ask(['--key-rijndael', 'other', '--key-hmac', stanza.HMAC_KEY]);
      await fwknopd.says('Decryption failed or decrypted data is invalid');
      await ask(['--key-rijndael', stanza.KEY, '--key-hmac', 'other']);
      await fwknopd.says('FKO_ERROR_INVALID_DATA_HMAC_COMPAREFAIL');
      await ask([...keys, '--time-offset-minus', '300']);
      await fwknopd.says('SPA data time difference is too great (300 seconds)');
      expect(await probe()).toBe('closed');
    });
  });

  test('keeps open for as long as the packet asks', async () => {
    await withFwknopd({ opener, stanzas: [stanza], openForS: 60 }, async (fwknopd) => {
      await ask([...keys, '-f', '3']);
      await fwknopd.says(accepted[opener]);
      expect(await probe()).toBe('open');
      await closes();
    });
  });
});

describe.skipIf(labProblem !== null)('fwknopd', () => {
  const base64Key = Buffer.alloc(32, 'key').toString('base64');
  const base64HmacKey = Buffer.alloc(64, 'hmac').toString('base64');

  test('chooses the stanza that a packet fits', async () => {
    const stanzas = [
      { KEY: 'key-1', HMAC_KEY: 'hmac-key-1' },
      { KEY: 'key-2', HMAC_KEY: 'hmac-key-2', HMAC_DIGEST_TYPE: 'sha512' },
      { KEY_BASE64: base64Key, HMAC_KEY_BASE64: base64HmacKey },
      { KEY: 'key-4' },
    ];
    const clients = [
      ['--key-rijndael', 'key-1', '--key-hmac', 'hmac-key-1'],
      ['--key-rijndael', 'key-2', '--key-hmac', 'hmac-key-2', '--hmac-digest-type', 'sha512'],
      ['--key-base64-rijndael', base64Key, '--key-base64-hmac', base64HmacKey],
      ['--key-rijndael', 'key-4'],
    ];
    await withFwknopd({ stanzas }, async (fwknopd) => {
      for (const [index, args] of clients.entries()) {
        await fwknopd.reset();
        await ask(args);
        await fwknopd.says(accepted.iptables);
        const tried = [...fwknopd.said().matchAll(/\(stanza #(\d)\) SPA Packet/g)].map(
          ([, number]) => number,
        );
        expect(tried.at(-1)).toBe(String(index + 1));
        expect(await probe()).toBe('open');
      }
    });
  });

  const ways: readonly { intake: Intake; args: readonly string[] }[] = [
    { intake: 'sniff-any', args: ['--rand-port'] },
    { intake: 'udp', args: [] },
    { intake: 'tcp', args: ['-P', 'tcp'] },
    { intake: 'http', args: ['-P', 'http', '-p', '80'] },
  ];
  test.each(ways)('takes packets in by $intake', async ({ intake, args }) => {
    await withFwknopd({ intake, stanzas: [stanza] }, async (fwknopd) => {
      await ask([...keys, ...args]);
      await fwknopd.says(accepted.iptables);
      expect(await probe()).toBe('open');
    });
  });

  test('opens to a packet that gpg signed and encrypted', async () => {
    const [own, clients] = [makeKeyring(network.server), makeKeyring(network.client)];
    const [recipient, signer] = ['srv2048@example.test', 'knocker@example.test'] as const;
    await clients.make(signer, 'rsa2048');
    await own.take([gpgVectors.keys[recipient].secret, await clients.show(signer)]);
    await clients.take([await own.show(recipient)]);
    const forGpg = {
      GPG_HOME_DIR: own.home,
      GPG_DECRYPT_ID: recipient,
      GPG_REMOTE_ID: await clients.shortIdOf(signer),
      GPG_ALLOW_NO_PW: 'Y',
      HMAC_KEY: stanza.HMAC_KEY,
    };
    const args = ['--gpg-encryption', '--gpg-recipient-key', recipient, '--gpg-signer-key', signer];
    await withFwknopd({ stanzas: [forGpg] }, async (fwknopd) => {
      await ask([...args, '--gpg-no-signing-pw', '--key-hmac', stanza.HMAC_KEY], clients.home);
      await fwknopd.says(accepted.iptables);
      expect(await probe()).toBe('open');
    });
  });
});

/** What a client of xt_pknock sends, made without Postern: 64 hex digits and one byte that nobody checks. */
function pknockPayload(secret: string, sender: string, minute: number): string {
  const message = Buffer.from([...sender.split('.').map(Number), 0, 0, 0, 0]);
  message.writeUInt32LE(minute, 4);
  const digest = createHmac('sha256', secret).update(message).digest('hex');
  return Buffer.from(`${digest}\0`).toString('hex');
}

describe.skipIf(labProblem !== null)('the stand-in for xt_pknock', () => {
  const port = 2_000;
  const secrets = { openSecret: 'lab-open', closeSecret: 'lab-close' };
  const send = (hex: string, source?: string) => client.send(network.server.ipv4, port, hex, source);

  test('is asked with the payloads of the vectors', () => {
    for (const { secret, sourceIp, epochMinute, udpPayloadHex } of pknockVectors.vectors)
      expect(pknockPayload(secret, sourceIp, epochMinute)).toBe(udpPayloadHex);
  });

  test('opens to its own minute and sender, once, and closes to the other secret', async () => {
    const pknock = await startPknock(network.server, { port, ...secrets });
    // What follows is over before the minute is.
    await until('the minute is young', () => Date.now() % 60_000 < 45_000);
    const minute = Math.floor(Date.now() / 60_000);
    const open = pknockPayload(secrets.openSecret, network.client.ipv4, minute);

    await send(pknockPayload(secrets.openSecret, network.client.ipv4, minute - 1));
    await pknock.says(`${network.client.ipv4} wrong digest`);
    await send(open, stranger);
    await pknock.says(`${stranger} wrong digest`);
    await send(open.slice(0, -2));
    await pknock.says('wrong length 64');
    expect(await probe()).toBe('closed');

    await send(open);
    await pknock.says('opened');
    expect([await probe(), await probe(stranger)]).toEqual(['open', 'closed']);
    await send(pknockPayload(secrets.closeSecret, network.client.ipv4, minute));
    await pknock.says('closed');
    expect(await probe()).toBe('closed');
    await send(open);
    await pknock.says('blocked');
    expect(await probe()).toBe('closed');
    await pknock.stop();
  });
});
