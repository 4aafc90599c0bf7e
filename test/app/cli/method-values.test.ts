import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  parseAccess,
  parseAllow,
  parseInnerHost,
  parseOffset,
  parsePortOrRandom,
  parsePorts,
  parseProtos,
  parseRanges,
  parseSecretFile,
} from '../../../app/cli/method-values.ts';

test.each<[(text: string) => unknown, string, unknown]>([
  [parseAccess, 'tcp/22', [{ proto: 'tcp', port: 22 }]],
  [
    parseAccess,
    'TCP/22, udp/1194',
    [
      { proto: 'tcp', port: 22 },
      { proto: 'udp', port: 1194 },
    ],
  ],
  [parsePortOrRandom, 'Random', 'random'],
  [parsePortOrRandom, '62201', 62201],
  [parseAllow, 'source', { kind: 'source' }],
  [parseAllow, 'local', { kind: 'local' }],
  [parseAllow, '198.51.100.7', { kind: 'fixed', address: '198.51.100.7' }],
  [parseAllow, 'https://example.net/ip', { kind: 'resolve', url: 'https://example.net/ip' }],
  [
    parseRanges,
    '10000-20000, 30000-30001',
    [
      [10000, 20000],
      [30000, 30001],
    ],
  ],
  [parsePorts, '22, 80', [22, 80]],
  [parseProtos, 'tcp,UDP', ['tcp', 'udp']],
  [parseInnerHost, '10.0.0.5:22', { host: '10.0.0.5', port: 22 }],
  [parseInnerHost, 'inner.example.net', { host: 'inner.example.net', port: false }],
  [parseOffset, '-90', -90],
  [parseOffset, '+5m', 300],
  [parseOffset, '1h', 3600],
  [parseSecretFile, 'spa-key=a,b.txt', [{ slot: 'spa-key', file: 'a,b.txt' }]],
  [parseSecretFile, 'spa-key=k.txt,base64', [{ slot: 'spa-key', file: 'k.txt', encoding: 'base64' }]],
  [parseSecretFile, 'otp-secret=-', [{ slot: 'otp-secret', file: '-' }]],
])('%o reads "%s"', (parse, text, value) => {
  expect(parse(text)).toEqual(value);
});

test.each<[(text: string) => unknown, string]>([
  [parseAccess, '22'],
  [parseAccess, 'icmp/22'],
  [parseAccess, 'tcp/22,'],
  [parsePortOrRandom, 'any'],
  [parseRanges, '10000'],
  [parseRanges, '1-2-3'],
  [parsePorts, '22,'],
  [parseProtos, 'tcp,icmp'],
  [parseInnerHost, 'fe80::1'],
  [parseOffset, '1.5'],
  [parseOffset, '3d'],
  [parseSecretFile, 'key=file'],
  [parseSecretFile, 'spa-key'],
  [parseSecretFile, 'spa-key='],
  [parseSecretFile, 'one-time-list=file'],
])('%o refuses "%s"', (parse, text) => {
  expect(() => parse(text)).toThrow(InvalidArgumentError);
});

test('secrets out of several files are kept in order', () => {
  expect(parseSecretFile('spa-hmac-key=b', parseSecretFile('spa-key=a'))).toEqual([
    { slot: 'spa-key', file: 'a' },
    { slot: 'spa-hmac-key', file: 'b' },
  ]);
});
