import { expect, test } from 'vitest';
import { encodeSpa } from '../../../../app/spa/encode.ts';
import { lines } from '../lines.ts';
import { hosts, inWorld, keys } from '../world.ts';

const world = inWorld();
const nowS = Math.floor(world.ports.clock.now() / 1_000);

function packet(more: { readonly timeS?: number; readonly hmac?: string } = {}): string {
  const made = encodeSpa({
    fields: {
      rand: '1234567890123456',
      user: 'alice',
      timeS: more.timeS ?? nowS,
      version: '3.0.0',
      type: 4,
      message: '198.51.100.7,tcp/22',
      nat: '10.0.0.5,2222',
      serverAuth: null,
      timeoutS: 30,
    },
    digest: 'sha256',
    mode: 'cbc',
    key: keys['spa-key'],
    hmac: { hash: 'sha256', key: new TextEncoder().encode(more.hmac ?? 'an HMAC key') },
    salt: new Uint8Array(8),
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

test('a good packet is taken apart', async () => {
  const { code, out, err } = await inWorld().run(`explain-packet spa ${packet()}`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const row of [
    /^HMAC +right$/m,
    /^Decrypted +yes$/m,
    /^Digest +sha256, right$/m,
    /^User +alice$/m,
    /^Admits +198\.51\.100\.7$/m,
    /^Asks for +22\/tcp$/m,
    /^NAT +10\.0\.0\.5, port 2222$/m,
    /^Time-out +30 s$/m,
    /^A server with these keys would take it/m,
  ]) {
    expect(out).toMatch(row);
  }
});

test.each([
  [
    'an old one',
    packet({ timeS: nowS - 300 }),
    /drop it: it was made 5 min ago by the time of the server.*Compare the clocks/,
  ],
  [
    'one with another HMAC key',
    packet({ hmac: 'another' }),
    /drop it: its HMAC is wrong\. The encryption key is right\./,
  ],
  ['a piece of one', packet().slice(150), /drop it: it has \d+ bytes.*Copy the whole packet/],
])('%s is explained', async (_, text, told) => {
  expect(await inWorld().run(`explain-packet spa ${text}`)).toMatchObject({
    code: 0,
    out: expect.stringMatching(told) as string,
  });
});

test('a packet is read from standard input, and JSON holds all of it and no key', async () => {
  const { out } = await inWorld().run('explain-packet spa - --json', { piped: `${packet()}\n` });
  expect(lines(out)).toMatchObject([
    {
      type: 'packet-explained',
      host: { id: hosts.spa.id, name: 'spa' },
      kind: 'rijndael',
      refusal: null,
      hmac: 'right',
      fields: { user: 'alice', timeoutS: 30 },
      asks: { address: '198.51.100.7', ports: [{ proto: 'tcp', port: 22 }] },
    },
  ]);
  expect(out).not.toContain('key"');
});

test('of a packet of gpg the framing is told', async () => {
  const message = Buffer.concat([Buffer.from([0x85, 0x01, 0x8c]), Buffer.alloc(600, 7)]);
  const text = message.toString('base64').replace(/=+$/, '').slice(2);
  const { run } = inWorld();
  expect((await run(`explain-packet gpg ${text}`)).out).toMatch(
    /^Size +\d+ bytes\nHMAC +none, and none is expected\nMessage +603 bytes of gpg's\nA server would hand it to gpg/,
  );
  expect(lines((await run(`explain-packet gpg ${text.slice(0, 100)} --json`)).out)).toMatchObject([
    { kind: 'gpg', refusal: { code: 'size' }, hmac: 'unknown', messageBytes: null },
  ]);
});

test('only hosts with fwknop packets can explain one', async () => {
  expect(await inWorld().run('explain-packet totp abc')).toEqual({
    code: 2,
    out: '',
    err: 'postern: "totp" sends no fwknop packets.\n',
  });
});
