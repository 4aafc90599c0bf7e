import { describe, expect, test } from 'vitest';
import type { SpaKnock } from '../../../app/hosts/knock-schema.ts';
import { spaFields } from '../../../app/spa/fields.ts';
import { host } from '../hosts/host.ts';
import { client, fieldsOf, type ClientVector, type PacketVector } from './vectors.ts';

const random = (bytes: number) => new Uint8Array(bytes).fill(0xa7);
const common = { allowAddress: '198.51.100.7', serverAddress: '10.99.0.2', timeS: 1_795_229_091, random };

function spa(knock: Readonly<Record<string, unknown>> = {}): SpaKnock {
  const ask = { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] };
  const parsed = host({ knock: { method: 'spa', ask, ...knock } }).knock;
  if (parsed.method !== 'spa') throw new Error('another method');
  return parsed;
}

function asked(knock: SpaKnock, change: Partial<typeof common> = {}) {
  const made = spaFields({ knock, ...common, ...change });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

describe('the fields are those of the real client with the same options', () => {
  const vectors = client.vectors.filter(
    (each): each is ClientVector & PacketVector => 'fields' in each && each.exit === 0,
  );
  // Postern takes dotted quads without leading zeros only.
  const others = vectors.filter(({ name }) => name !== 'allow ip leading zero');

  test.each(others)('$name', (vector) => {
    const { knock, allowAddress } = fromArgs(vector.args);
    const expected = fieldsOf(vector);
    const { fields, opens } = asked(knock, { allowAddress });
    const made = {
      ...fields,
      rand: expected.rand,
      timeS: expected.timeS,
      message: vector.args.includes('--nat-rand-port')
        ? fields.message.replace(/\d+$/, '33203')
        : fields.message,
    };
    expect(made).toEqual(expected);
    const ports = opens.map(({ proto, port }) => `,${proto}/${port}`).join('');
    expect(knock.ask.kind === 'command' || fields.message === allowAddress + ports).toBe(true);
  });

  test.each(['ipv6 allow', 'allow ip short form 1.2'])(
    'nothing is asked where it asks nothing: %s',
    (name) => {
      const vector = client.vectors.find((each) => each.name === name && each.exit === 1);
      const { knock, allowAddress } = fromArgs(vector?.args ?? []);
      expect(spaFields({ knock, ...common, allowAddress })).toEqual({
        ok: false,
        error: { code: 'ipv4-only', address: allowAddress },
      });
    },
  );

  test.each(['multi port', 'no -A (none/0)', 'spoof user bad char', 'client timeout 65537'])(
    'what it refuses is no host: %s',
    (name) => {
      const vector = client.vectors.find((each) => each.name === name && each.exit === 1);
      if (vector === undefined) throw new Error(`no vector ${name}`);
      expect(() => fromArgs(vector.args)).toThrow(/knock/);
    },
  );
});

test('every packet has other digits, always 16 of them', () => {
  const rands = [0, 1, 2, 0xff].map((byte) => {
    const { fields } = asked(spa(), { random: (bytes) => new Uint8Array(bytes).fill(byte) });
    return fields.rand;
  });
  expect(new Set(rands).size).toBe(4);
  for (const rand of rands) expect(rand).toMatch(/^\d{16}$/);
});

test("the host's clock offset is added, and parts of a second are left out", () => {
  const { fields } = asked(spa({ clockOffsetS: -90 }), { timeS: 1_795_229_091.9 });
  expect(fields.timeS).toBe(1_795_229_001);
});

test.each([
  [0, 10_000],
  [55_535, 65_535],
  [55_536, 10_000],
])('by the random number %i the outside port is %i, and is what opens', (number, port) => {
  const knock = spa({ nat: { kind: 'forward', host: '192.168.10.5', outsidePort: 'random' } });
  const bytes = Buffer.from(number.toString(16).padStart(32, '0'), 'hex');
  const request = asked(knock, { random: () => bytes });
  expect(request.opens).toEqual([{ proto: 'tcp', port }]);
  expect(request.fields.message).toBe(`198.51.100.7,tcp/${port}`);
  expect(request.fields.nat).toBe('192.168.10.5,22');
});

test('an outside port for several ports is refused, as the real client does', () => {
  const ports = [22, 80].map((port) => ({ proto: 'tcp', port }));
  const ask = { kind: 'access', ports };
  const nat = { kind: 'forward', host: '10.0.0.1', port: 22 };
  expect(spaFields({ knock: spa({ ask, nat: { ...nat, outsidePort: 2222 } }), ...common })).toEqual({
    ok: false,
    error: { code: 'several-nat-ports' },
  });
  expect(asked(spa({ ask, nat })).fields).toMatchObject({
    message: '198.51.100.7,tcp/22,tcp/80',
    nat: '10.0.0.1,22',
    type: 2,
  });
});

// What the real client says to each of these as `-N name:22`.
const innerHosts: readonly (readonly [string, boolean])[] = [
  ['192.168.10.5', true],
  ['internal.example', true],
  ['internal.example.', true],
  ['a'.repeat(63), true],
  ['a.'.repeat(35), true],
  [`${'a.'.repeat(35)}a`, false],
  ['a'.repeat(64), false],
  ['2001:db8::7', false],
  ['a_b', false],
  ['näs', false],
];

test.each(innerHosts)('an inner host %s is taken: %s', (name, isTaken) => {
  const made = spaFields({ knock: spa({ nat: { kind: 'local' } }), ...common, serverAddress: name });
  expect(made.ok ? made.value.fields.nat : made.error).toEqual(
    isTaken ? `${name},22` : { code: 'ipv4-only', address: name },
  );
});

test('what cannot be an inner host is no host either', () => {
  expect(() => spa({ nat: { kind: 'forward', host: '2001:db8::7' } })).toThrow('knock.nat.host');
});

test('a user name has up to 48 bytes: 64 characters in base64', () => {
  expect(spa({ user: 'é'.repeat(24) }).user).toHaveLength(24);
  expect(() => spa({ user: 'u'.repeat(49) })).toThrow('knock.user');
});

test('a message has up to 256 characters in base64', () => {
  // With the address and the comma: 192 bytes, and one more.
  const command = (length: number) => spa({ ask: { kind: 'command', command: 'x'.repeat(length) } });
  expect(spaFields({ knock: command(179), ...common }).ok).toBe(true);
  expect(spaFields({ knock: command(180), ...common })).toEqual({
    ok: false,
    error: { code: 'message-too-long', chars: 258, most: 256 },
  });
});

/** The options of fwknop(8) that say what is asked for. The vectors were made with `-D 10.99.0.2`. */
function fromArgs(args: readonly string[]): { readonly knock: SpaKnock; readonly allowAddress: string } {
  const value = (option: string) => (args.includes(option) ? args[args.indexOf(option) + 1] : undefined);
  const command = value('-C');
  const ports = (value('-A') ?? 'none/0').split(',').map((each) => {
    const [proto, port] = each.split('/');
    return { proto, port: Number(port) };
  });
  const timeoutS = Number(value('-f') ?? 0);
  return {
    knock: spa({
      ask: command === undefined ? { kind: 'access', ports } : { kind: 'command', command },
      user: value('-U') ?? 'knocker',
      ...(timeoutS > 0 && { timeoutS }),
      ...natFromArgs(args, value('-N'), value('--nat-port')),
    }),
    allowAddress: args.includes('-s') ? '0.0.0.0' : (value('-a') ?? ''),
  };
}

function natFromArgs(args: readonly string[], inner: string | undefined, natPort: string | undefined) {
  const isLocal = args.includes('--nat-local');
  if (!isLocal && inner === undefined) return {};
  const [address, port] = inner?.split(/[:,]/) ?? [];
  const outside = args.includes('--nat-rand-port') ? 'random' : natPort && Number(natPort);
  return {
    nat: {
      kind: isLocal ? 'local' : 'forward',
      ...(address !== undefined && { host: address }),
      ...(port !== undefined && { port: Number(port) }),
      ...(outside !== undefined && { outsidePort: outside }),
    },
  };
}
