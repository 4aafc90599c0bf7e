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
