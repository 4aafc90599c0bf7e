import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHost } from '../../../app/hosts/schema.ts';
import { limits } from '../../../app/hosts/shape.ts';
import { hostInput } from './host.ts';

test('what a host leaves out gets the defaults', () => {
  expect(parseHost(hostInput)).toEqual({
    ok: true,
    value: {
      ...hostInput,
      knock: { ...hostInput.knock, tcp: 'syn', seqTimeoutMs: 10_000 },
      family: 'auto',
      admitsOne: false,
      closeOn: [],
      favourite: false,
      tries: 8,
      deadlineMs: 15_000,
      knocksPerMinute: 12,
      tags: [],
      notes: '',
    },
  });
});

test('a parsed host parses to itself', () => {
  const once = parseHost(hostInput);
  expect(once.ok && parseHost(once.value)).toEqual(once);
});

test('fields that are not known stay, at every level', () => {
  const input = {
    ...hostInput,
    colour: 'red',
    knock: {
      ...hostInput.knock,
      jitter: { ms: 3 },
      steps: [{ proto: 'udp', port: 1, ttl: 3, payload: { kind: 'text', text: 'x', charset: 'utf-8' } }],
    },
    check: { port: 22, every: 60, expect: { kind: 'http', path: '/' } },
  };
  expect(parseHost(input)).toMatchObject({ ok: true, value: input });
});

const steps = (...list: readonly unknown[]) => ({ knock: { method: 'sequence', steps: list } });
const payload = (value: unknown) => steps({ proto: 'udp', port: 1, payload: value });
const command = (program: string, args: readonly unknown[]) => ({
  connect: { kind: 'command', program, args },
});
const tcp = { proto: 'tcp', port: 7000 };

test.each([
  ['name', { name: undefined }, 'Enter a name.'],
  ['name', { name: '  ' }, 'Enter a name.'],
  ['name', { name: 'n'.repeat(65) }, 'Up to 64 characters.'],
  ['name', { name: 'a\u001bb' }, "Control characters can't be used here."],
  ['address', { address: undefined }, 'Enter an address.'],
  ['address', { address: ' ' }, 'Enter an address.'],
  ['address', { address: 'a b' }, "a b isn't a host name or IP address."],
  ['address', { address: 'a'.repeat(300) }, 'An address has at most 253 characters.'],
  ['address', { address: 'nas\u0007.local' }, "An address can't contain control characters."],
  ['family', { family: 4 }, 'Use auto, 4, 6 or both.'],
  ['family', { family: '4', address: 'fe80::1%eth0' }, 'fe80::1%eth0 is an IPv6 address.'],
  ['family', { family: '6', address: '192.0.2.1' }, '192.0.2.1 is an IPv4 address.'],
  ['id', { id: 'nas' }, 'A host id is a UUID.'],
  ['knock', { knock: undefined }, 'Use the method sequence, totp, hotp, list, spa or pknock.'],
  [
    'knock.method',
    { knock: { method: 'morse' } },
    'Use the method sequence, totp, hotp, list, spa or pknock.',
  ],
  ['knock.steps', { knock: { method: 'sequence' } }, 'A sequence needs at least one step.'],
  ['knock.steps', steps(), 'A sequence needs at least one step.'],
  ['knock.steps', steps(...Array<unknown>(33).fill(tcp)), 'Up to 32 steps.'],
  ['knock.steps.2.port', steps(tcp, { proto: 'tcp', port: 0 }), 'Use a port from 1 to 65535.'],
  ['knock.steps.1.port', steps({ proto: 'tcp', port: 65_536 }), 'Use a port from 1 to 65535.'],
  ['knock.steps.1.port', steps({ proto: 'tcp', port: 22.5 }), 'Use a port from 1 to 65535.'],
  ['knock.steps.1.port', steps({ proto: 'tcp', port: 'ssh' }), 'Use a port from 1 to 65535.'],
  ['knock.steps.3.port', steps(tcp, tcp, { proto: 'udp' }), 'Use a port from 1 to 65535.'],
  ['knock.steps.1', steps(7000), 'Use tcp, udp or icmp.'],
  ['knock.steps.1.proto', steps({ proto: 'sctp', port: 1 }), 'Use tcp, udp or icmp.'],
  ['knock.steps.1.bytes', steps({ proto: 'icmp' }), 'Use a whole number from 0 to 65507 bytes.'],
  ['knock.steps.1.waitMs', steps({ ...tcp, waitMs: -1 }), 'Use a whole number from 0 to 60000 ms.'],
  ['knock.steps.1.waitMs', steps({ ...tcp, waitMs: 1e300 }), 'Use a whole number from 0 to 60000 ms.'],
  ['knock.steps.1.payload', payload('hello'), 'Use text, hex, base64 or random.'],
  [
    'knock.steps.1.payload.text',
    payload({ kind: 'text', text: '€'.repeat(401) }),
    'This is longer than 1,200 bytes.',
  ],
  ['knock.steps.1.payload.hex', payload({ kind: 'hex', hex: 'abc' }), 'Use pairs of hexadecimal digits.'],
  ['knock.steps.1.payload.hex', payload({ kind: 'hex' }), 'Use pairs of hexadecimal digits.'],
  [
    'knock.steps.1.payload.hex',
    payload({ kind: 'hex', hex: 'ab'.repeat(1201) }),
    'This is longer than 1,200 bytes.',
  ],
  ['knock.steps.1.payload.base64', payload({ kind: 'base64', base64: 'YQ=' }), "This isn't valid base64."],
  [
    'knock.steps.1.payload.base64',
    payload({ kind: 'base64', base64: 'AAAA'.repeat(401) }),
    'This is longer than 1,200 bytes.',
  ],
  [
    'knock.steps.1.payload.bytes',
    payload({ kind: 'random', bytes: 1201 }),
    'Use a whole number from 1 to 1200 bytes.',
  ],
  ['knock.gapMs', { knock: { ...hostInput.knock, gapMs: -5 } }, 'Use a whole number from 0 to 10000 ms.'],
  ['knock.tcp', { knock: { ...hostInput.knock, tcp: 'fin' } }, 'Use syn or connect.'],
  [
    'knock.server',
    { knock: { ...hostInput.knock, server: 'sshd' } },
    'Use knockd, nftables, mikrotik or recent.',
  ],
  ['check', { check: 22 }, 'Give the port to check, as {"port": 22}.'],
  ['check.port', { check: {} }, 'Use a port from 1 to 65535.'],
  ['check.expect', { check: { port: 22, expect: 'ssh' } }, 'Use ssh, tls, http or prefix.'],
  ['check.expect.text', { check: { port: 22, expect: { kind: 'prefix' } } }, 'Enter the first characters.'],
  ['connect.user', { connect: { kind: 'ssh', user: 7 } }, "This isn't a user name."],
  ['connect.url', { connect: { kind: 'url' } }, 'Enter a link such as https://{address}/.'],
  ['connect.program', command('', []), 'Enter a program.'],
  ['connect.program', command('p'.repeat(1001), []), 'Up to 1,000 characters.'],
  ['connect.args', { connect: { kind: 'command', program: 'mosh' } }, 'Use a list of arguments.'],
  ['connect.args', command('mosh', Array<unknown>(65).fill('-v')), 'Up to 64 arguments.'],
  ['connect.args.2', command('mosh', ['-v', 'a'.repeat(4001)]), 'Up to 4,000 characters.'],
  ['source', { source: 'eth0' }, "This isn't an IP address."],
  ['tags', { tags: 'home' }, 'Use a list of tags.'],
  ['tags.2', { tags: ['home', ''] }, 'Enter a tag.'],
  ['notes', { notes: 'n'.repeat(4001) }, 'Up to 4,000 characters.'],
])('%s is refused in %j', (path, change, problem) => {
  expect(parseHost({ ...hostInput, ...change })).toEqual({
    ok: false,
    error: { code: 'invalid-host', issues: [{ path, problem }] },
  });
});

test.each([null, undefined, 7, 'nas'])('%j is no host at all', (input) => {
  expect(parseHost(input)).toEqual({
    ok: false,
    error: { code: 'invalid-host', issues: [{ path: '', problem: "This isn't a host." }] },
  });
});

test('every field that is wrong is told, each once', () => {
  const parsed = parseHost({
    ...hostInput,
    name: '',
    ...steps({ proto: 'tcp', port: -0.5 }, {}),
    check: { port: 0 },
  });
  expect(!parsed.ok && parsed.error.issues.map(({ path }) => path)).toEqual([
    'name',
    'knock.steps.1.port',
    'knock.steps.2.proto',
    'check.port',
  ]);
});

test('whatever replaces any value, what is wrong is said in our words', () => {
  const full = {
    ...hostInput,
    family: 'auto',
    admitsOne: false,
    openForMs: 60_000,
    tries: 3,
    deadlineMs: 5000,
    knocksPerMinute: 5,
    source: '192.0.2.9',
    tags: ['a'],
    notes: 'n',
    knock: { ...hostInput.knock, gapMs: 5, tcp: 'syn', seqTimeoutMs: 9000 },
  };
  const connects = [
    { kind: 'ssh', user: 'me' },
    { kind: 'url', url: 'https://{address}/' },
    { kind: 'command', program: 'mosh', args: ['{address}'] },
  ];
  const hosts = connects.map((connect) => ({ ...full, connect }));
  const places = hosts.flatMap((each) => placesIn(each).map((place) => ({ each, place })));
  const anything = fc.oneof(fc.constant(undefined), fc.jsonValue({ maxDepth: 1 }), fc.double());
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, ({ each, place }, value) => {
      const parsed = parseHost(replaced(each, place, value));
      const problems = parsed.ok ? [] : parsed.error.issues.map(({ problem }) => problem);
      expect(problems.filter((problem) => /Invalid|Expected|received/.test(problem))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('every port and every step count in its range is accepted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: limits.steps }),
      (ports) => parseHost({ ...hostInput, ...steps(...ports.map((port) => ({ proto: 'tcp', port }))) }).ok,
    ),
  );
});

type Place = readonly (string | number)[];

function placesIn(value: unknown, base: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [base];
  const entries = Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...base, key]));
  return [base, ...entries];
}

function replaced(target: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const copy = structuredClone(target) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, value);
  return copy;
}
