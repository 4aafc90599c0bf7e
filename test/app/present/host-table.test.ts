import { expect, test } from 'vitest';
import { describeHost, hostRows } from '../../../app/present/host-table.ts';
import { host } from '../hosts/host.ts';

test('columns are as wide as their widest cell', () => {
  const hosts = [
    host({ tags: ['work', 'eu'] }),
    host({ name: 'Büro', address: '192.0.2.3', check: undefined }),
  ];
  expect(hostRows(hosts)).toEqual([
    'NAME  ADDRESS          METHOD   CHECK        TAGS',
    'nas   nas.example.net  3 steps  22/tcp, SSH  work, eu',
    'Büro  192.0.2.3        3 steps  none',
  ]);
});

test('a host says what it is, without what is as usual', () => {
  expect(describeHost(host())).toEqual([
    'Name            nas',
    'Address         nas.example.net',
    'Steps           7000 +50ms 8000:udp=hex:c0ffee icmp:64',
    'Server forgets  a sequence after 10 s',
    'Check           22/tcp, SSH',
    'Gives up        after 15 s or 8 tries',
    'Rate            at most 12 a minute',
    'Id              5b0f6c3e-7d3f-4a39-9d52-0a4f6f1f2a10',
  ]);
});

test('a host says everything that somebody set', () => {
  const { knock } = host();
  const lines = describeHost(
    host({
      family: 'both',
      knock: { ...knock, gapMs: 50, tcp: 'connect', seqTimeoutMs: 15_000 },
      check: undefined,
      admitsOne: true,
      openForMs: 30_000,
      tries: 1,
      deadlineMs: 2_500,
      knocksPerMinute: 3,
      source: '192.0.2.9',
      tags: ['work'],
      notes: 'in the cellar',
    }),
  );
  expect(lines.slice(2, -1)).toEqual([
    'Family          IPv4 and IPv6',
    'Steps           7000 +50ms 8000:udp=hex:c0ffee icmp:64',
    'Gap             50 ms',
    'TCP             complete handshakes',
    'Server forgets  a sequence after 15 s',
    'Check           none',
    'Admits one      yes, so nothing is checked',
    'Open time       30 s',
    'Gives up        after 2.5 s or 1 try',
    'Rate            at most 3 a minute',
    'Source          192.0.2.9',
    'Tags            work',
    'Notes           in the cellar',
  ]);
});

const spa = {
  method: 'spa',
  ask: {
    kind: 'access',
    ports: [
      { proto: 'tcp', port: 22 },
      { proto: 'udp', port: 1194 },
    ],
  },
};

test.each<[object, readonly string[]]>([
  [
    { method: 'totp', derivation: { scheme: 'pk1', label: 'nas', exclude: [22_000] }, clockOffsetS: -30 },
    [
      'Method          TOTP: ports that change every 1 min',
      'Derivation      pk1, snum31: purpose "open:ssh", label "nas"',
      'Ports           4 of 10000-32767 without 22000, tcp',
      'Skew            the server takes 1 either way',
      'Clock offset    -30 s',
      'Server forgets  a sequence after 10 s',
    ],
  ],
  [
    { method: 'totp', derivation: { scheme: 'c-lock' }, skew: 0 },
    [
      'Method          TOTP: ports that change every 30 s',
      'Derivation      clockngpn/C-Lock',
      'Weakness        All ports come from one six-digit code: 20 bits to guess.',
      'Skew            the server takes the current step only',
      'Server forgets  a sequence after 10 s',
    ],
  ],
  [
    { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' } },
    [
      'Method          HOTP: ports that change with a counter',
      'Derivation      pk1, snum31: purpose "open:ssh", label "nas"',
      'Ports           4 of 10000-32767, tcp',
      'Window          5 counters ahead',
      'Server forgets  a sequence after 10 s',
    ],
  ],
  [
    { method: 'list', window: 1 },
    [
      'Method          one-time list: each line is used once',
      'Window          1 line ahead',
      'Server forgets  a sequence after 10 s',
    ],
  ],
  [
    spa,
    [
      'Method          fwknop: one packet to 62201 over UDP',
      'Asks for        22/tcp, 1194/udp',
      'Admits          the address that the packet comes from',
      'User            user',
      'Cipher          Rijndael cbc',
      'HMAC            sha256',
      'Digest          sha256',
    ],
  ],
  [
    {
      ...spa,
      nat: { kind: 'forward', host: '192.168.10.5', port: 2_222, outsidePort: 'random' },
      timeoutS: 90,
      allow: { kind: 'resolve', url: 'https://ip.example.net/' },
      transport: 'http',
      port: 80,
      hmac: 'none',
    },
    [
      'Method          fwknop: one packet to 80 over HTTP',
      'Asks for        22/tcp, 1194/udp',
      'NAT             to 192.168.10.5, port 2222, outside port random',
      'Client time-out 1 min 30 s',
      'Admits          the address that https://ip.example.net/ tells',
      'User            user',
      'Cipher          Rijndael cbc',
      'HMAC            none',
      'Digest          sha256',
    ],
  ],
  [
    {
      ...spa,
      ask: { kind: 'command', command: 'uptime' },
      allow: { kind: 'local' },
      cipher: { kind: 'gpg', recipient: 'server@example.net' },
      port: 'random',
    },
    [
      'Method          fwknop: one packet to a random port over UDP',
      'Asks for        run "uptime"',
      "Admits          this computer's own address",
      'User            user',
      "Cipher          gpg, to server@example.net, signed by gpg's default key",
      'HMAC            sha256',
      'Digest          sha256',
    ],
  ],
  [
    { method: 'pknock', port: 2_000, allow: { kind: 'fixed', address: '198.51.100.9' } },
    ['Method          xt_pknock: one packet to 2000/udp', 'My address      198.51.100.9'],
  ],
])('a host says how it knocks: %j', (knock, lines) => {
  const text = describeHost(host({ knock }));
  expect(text.slice(2, 2 + lines.length)).toEqual(lines);
  expect(text[2 + lines.length]).toMatch(/^Check /);
});
