import { expect, test } from 'vitest';
import { draftOf, type Draft } from '../../../../renderer/views/editor/draft.ts';
import { parseDraft, problemsOf } from '../../../../renderer/views/editor/parse-draft.ts';
import { newStep } from '../../../../renderer/views/editor/step-draft.ts';
import type { HostInput } from '../../../../app/hosts/schema.ts';
import { host, hostInput } from '../../../app/hosts/host.ts';
import { draft } from './form.ts';

const id = hostInput.id;

function problems(change: Partial<Draft>): Readonly<Record<string, string>> {
  const form = draft(change);
  const parsed = parseDraft(form, { id, kept: null });
  if (parsed.ok) throw new Error('nothing is wrong');
  return Object.fromEntries(problemsOf(parsed.error.issues, form.method));
}

const rich = host({
  favourite: true,
  tags: ['work', 'lab'],
  family: 'both',
  openForMs: 60_500,
  source: '192.0.2.9',
  notes: 'two\nlines',
  connect: { kind: 'command', program: 'mosh', args: ['--', '{address}', 'two words'] },
  check: { port: 8080, expect: { kind: 'http', status: 200 } },
});

test.each([
  ['with everything', rich],
  ['with little', host({ check: undefined })],
  ['with a user', host({ connect: { kind: 'ssh', user: 'me' } })],
  ['with a link', host({ connect: { kind: 'url', url: 'https://{address}/' } })],
  ['that expects a text', host({ check: { port: 25, expect: { kind: 'prefix', text: '220 ' } } })],
  ['of a newer version', host({ futureField: { kept: true } })],
])('a host %s comes out of the form as it went in', (_, saved) => {
  const parsed = parseDraft(draftOf(saved), { id: saved.id, kept: saved });
  expect(parsed).toEqual({ ok: true, value: saved });
});

const pk1 = { scheme: 'pk1', label: 'attic' } as const;

test.each<readonly [string, HostInput['knock']]>([
  ['pk1 by the time', { method: 'totp', derivation: pk1, stepS: 90, epochS: 7, skew: 0, clockOffsetS: -12 }],
  [
    'pk1 in several ranges',
    {
      method: 'totp',
      derivation: {
        ...pk1,
        ranges: [
          [10_000, 20_000],
          [30_000, 30_000],
        ],
        exclude: [10_022],
        sampler: 'dec6',
      },
    },
  ],
  [
    'totp-port-knockd-rs',
    { method: 'totp', derivation: { scheme: 'totp-port-knockd-rs', count: 5, to: 2_000 } },
  ],
  ['port-knocking-totp', { method: 'totp', derivation: { scheme: 'port-knocking-totp' } }],
  ['otpknock', { method: 'totp', derivation: { scheme: 'otpknock' } }],
  [
    'knockd_rotator',
    { method: 'totp', derivation: { scheme: 'knockd-rotator', service: 'ssh', protoModulo: 3 } },
  ],
  ['dynknock', { method: 'totp', derivation: { scheme: 'dynknock', doorbell: 4_000 } }],
  ['C-Lock', { method: 'totp', derivation: { scheme: 'c-lock' } }],
  [
    'the pull request',
    { method: 'totp', derivation: { scheme: 'knock-pr-76', protos: ['tcp', 'udp'], address: '192.0.2.7' } },
  ],
  ['a counter', { method: 'hotp', derivation: { ...pk1, purpose: 'open:web', proto: 'udp' }, window: 9 }],
  ['a list', { method: 'list', window: 2, warnBelow: 0, gapMs: 30, server: 'knockd' }],
  [
    'a packet with everything',
    {
      method: 'spa',
      ask: {
        kind: 'access',
        ports: [
          { proto: 'tcp', port: 22 },
          { proto: 'udp', port: 1_194 },
        ],
      },
      nat: { kind: 'forward', host: '192.168.10.5', port: 22, outsidePort: 'random' },
      timeoutS: 60,
      user: 'me',
      allow: { kind: 'resolve', url: 'https://example.net/ip' },
      digest: 'sha3-256',
      cipher: { kind: 'rijndael', mode: 'ctr' },
      hmac: 'md5',
      port: 'random',
      clockOffsetS: 300,
    },
  ],
  [
    'a packet with a command',
    {
      method: 'spa',
      ask: { kind: 'command', command: 'systemctl restart x' },
      cipher: { kind: 'gpg', recipient: 'me@example.net', signer: 'ABCD', home: '/keys' },
      hmac: 'none',
      transport: 'http',
      port: 80,
    },
  ],
  [
    'a packet for local translation',
    {
      method: 'spa',
      ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] },
      nat: { kind: 'local', outsidePort: 40_000 },
      allow: { kind: 'fixed', address: '198.51.100.7' },
    },
  ],
  ['a legacy packet', legacy('none')],
  ['xt_pknock', { method: 'pknock', port: 2_000, allow: { kind: 'local' }, clockOffsetS: 1 }],
])('a host with %s comes out of the form as it went in', (_, knock) => {
  const saved = host({ knock });
  expect(parseDraft(draftOf(saved), { id: saved.id, kept: saved })).toEqual({ ok: true, value: saved });
});

function legacy(hmac: 'none' | 'sha256'): HostInput['knock'] {
  return {
    method: 'spa',
    ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] },
    cipher: { kind: 'rijndael', mode: 'legacy' },
    hmac,
  };
}

test('a legacy packet gets no HMAC, whatever was chosen before', () => {
  const saved = host({ knock: legacy('sha256') });
  expect(parseDraft(draftOf(saved), { id: saved.id, kept: saved })).toMatchObject({
    value: { knock: { hmac: 'none' } },
  });
});

test('what a newer version put into a method stays with it, and goes with it', () => {
  const knock = { method: 'hotp', derivation: { ...pk1, newer: 1 }, newest: 2 } as const;
  const saved = host({ knock });
  const about = { id: saved.id, kept: saved };
  expect(parseDraft(draftOf(saved), about)).toMatchObject({ value: { knock } });
  const other = parseDraft({ ...draftOf(saved), method: 'list' }, about);
  expect(other.ok && 'newest' in other.value.knock).toBe(false);
});

test('a look at another method loses nothing', () => {
  const saved = host({ knock: { method: 'hotp', derivation: { ...pk1, purpose: 'open:web' } } });
  const looked = { ...draftOf(saved), method: 'spa' as const };
  expect(parseDraft({ ...looked, method: 'hotp' }, { id: saved.id, kept: saved })).toEqual({
    ok: true,
    value: saved,
  });
});

test('ports to open are read as people write them', () => {
  const ports = (accessPorts: string) =>
    parseDraft(draft({ method: 'spa', accessPorts }), { id, kept: null });
  const expected = [
    { proto: 'tcp', port: 22 },
    { proto: 'udp', port: 53 },
    { proto: 'tcp', port: 80 },
  ];
  for (const text of ['tcp/22,udp/53,tcp/80', '22/tcp 53/UDP 80', ' tcp/22; udp/53\n80 '])
    expect(ports(text)).toMatchObject({ value: { knock: { ask: { ports: expected } } } });
});

test.each(['text', 'hex', 'base64', 'random'] as const)('a payload as %s stays one', (kind) => {
  const payload = {
    text: { kind: 'text', text: 'open sesame' },
    hex: { kind: 'hex', hex: 'c0ffee' },
    base64: { kind: 'base64', base64: 'AAEC' },
    random: { kind: 'random', bytes: 16 },
  }[kind];
  const saved = host({ knock: { method: 'sequence', steps: [{ proto: 'udp', port: 7000, payload }] } });
  expect(parseDraft(draftOf(saved), { id, kept: saved })).toMatchObject({
    value: { knock: { steps: [{ payload }] } },
  });
});

test('what a new host does not say is left to the defaults', () => {
  expect(parseDraft(draft(), { id, kept: null })).toMatchObject({
    ok: true,
    value: { tries: 8, deadlineMs: 15_000, knock: { seqTimeoutMs: 10_000 }, check: { port: 22 } },
  });
});

test.each<[Partial<Draft>, Readonly<Record<string, string>>]>([
  [
    { name: ' ', address: '' },
    { name: 'Enter a name.', address: 'Enter an address.' },
  ],
  [{ address: 'not a host' }, { address: "not a host isn't a host name or IP address." }],
  [{ address: '192.0.2.1', family: '6' }, { family: '192.0.2.1 is an IPv4 address.' }],
  [{ steps: [] }, { steps: 'A sequence needs at least one step.' }],
  [
    { steps: [newStep({ port: '7000' }), newStep({ port: '70000' }), newStep()] },
    { 'steps.2.port': 'Use a port from 1 to 65535.', 'steps.3.port': 'Use a port from 1 to 65535.' },
  ],
  [{ steps: [newStep({ port: 'ssh' })] }, { 'steps.1.port': 'Use a port from 1 to 65535.' }],
  [
    { steps: [newStep({ port: '1', waitMs: '60001' })] },
    { 'steps.1.waitMs': 'Use a whole number from 0 to 60000 ms.' },
  ],
  [
    { steps: [newStep({ port: '1', proto: 'udp', payload: 'hex', data: 'f' })] },
    { 'steps.1.data': 'Use pairs of hexadecimal digits.' },
  ],
  [{ checkPort: '', expect: 'tls' }, { checkPort: 'Use a port from 1 to 65535.' }],
  [{ expect: 'http', status: '99' }, { status: 'Use a whole number from 100 to 599.' }],
  [{ connect: 'url', url: 'javascript:alert(1)' }, { url: 'Enter a link such as https://{address}/.' }],
  [{ connect: 'command' }, { program: 'Enter a program.' }],
  [{ openForS: '0.5' }, { openForS: 'Use a whole number from 1000 to 604800000 ms.' }],
  [{ tags: `ok,${'x'.repeat(41)}` }, { tags: 'Up to 40 characters.' }],
  [{ source: 'eth0' }, { source: "This isn't an IP address." }],
  [{ method: 'totp' }, { label: 'Enter a label, such as the name of the server.' }],
  [
    { method: 'totp', label: 'x', ranges: '10000-x', clockOffsetS: '-100000', stepS: '0' },
    {
      ranges: 'Use a port from 1 to 65535.',
      stepS: 'Use a whole number from 1 to 604800 seconds.',
      clockOffsetS: 'Use a whole number from -86400 to 86400 seconds.',
    },
  ],
  [{ method: 'hotp', label: 'x', ranges: '2-1' }, { ranges: 'A range starts with its smaller port.' }],
  [{ method: 'hotp', label: 'x', ranges: '1-2' }, { ranges: 'There are fewer ports than the knock needs.' }],
  [{ method: 'totp', scheme: 'dynknock' }, { doorbell: 'Use a port from 1 to 65535.' }],
  [{ method: 'totp', scheme: 'knockd-rotator' }, { service: 'Enter the name of the service.' }],
  [{ method: 'totp', scheme: 'knock-pr-76', protos: 'icmp' }, { protos: 'Use tcp or udp.' }],
  [{ method: 'list', warnBelow: '-1' }, { warnBelow: 'Use a whole number from 0 to 1000000.' }],
  [{ method: 'spa', accessPorts: '' }, { accessPorts: 'Enter a port to open, such as tcp/22.' }],
  [{ method: 'spa', accessPorts: 'icmp/0' }, { accessPorts: 'Use a port from 1 to 65535.' }],
  [{ method: 'spa', nat: 'forward' }, { natHost: 'Enter an address.' }],
  [{ method: 'spa', nat: 'local', outside: 'port' }, { outsidePort: 'Use a port, or random.' }],
  [{ method: 'spa', cipher: 'gpg' }, { recipient: 'Enter a key: its id, fingerprint or e-mail address.' }],
  [{ method: 'spa', spaPort: '0' }, { spaPort: 'Use a port from 1 to 65535.' }],
  [
    { method: 'pknock', ownAddress: 'fixed' },
    {
      pknockPort: 'Use a port from 1 to 65535.',
      allowAddress: 'Enter an IPv4 address.',
    },
  ],
])('%o is refused at its own field', (change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test('an empty service port with nothing expected there means that there is no check', () => {
  const parsed = parseDraft(draft({ checkPort: '', expect: 'any' }), { id, kept: null });
  expect(parsed.ok && 'check' in parsed.value).toBe(false);
});
