import { expect, test } from 'vitest';
import type { Found, FoundHost } from '../../../app/transfer/found.ts';
import { readKnockdConf } from '../../../app/transfer/knockd-conf.ts';
import knockd from '../../vectors/knockd.json' with { type: 'json' };

const { configs, sequenceValues } = knockd;

function sequenceOf({ host }: FoundHost): string {
  if (host.knock.method !== 'sequence') throw new Error(`${host.name} has no sequence`);
  return host.knock.steps
    .map((step) => (step.proto === 'icmp' ? '' : `${step.port}:${step.proto}`))
    .join(',');
}

function notesOf(found: Found): readonly (readonly [number | null, string, string])[] {
  return [...found.notes, ...found.items.flatMap(({ notes }) => notes)].map(({ line, code, what }) => [
    line,
    code,
    what,
  ]);
}

/** What is said of a sequence, and what it becomes. */
function readSequence(value: string) {
  const found = readKnockdConf(`[d]\nsequence = ${value}\ntcpflags = syn\n`);
  const codes = notesOf(found).flatMap(([line, code]) => (line === 2 ? [code] : []));
  return { codes, sequence: found.items.map(sequenceOf)[0] ?? null };
}

const hasPortZero = (parsed: string | null) => /(?:^|,)0:/.test(parsed ?? '');

test.each(sequenceValues.filter(({ accepted }) => !accepted))(
  'a sequence that knockd refuses is refused: "$value"',
  ({ value }) => {
    expect(readSequence(value)).toEqual({ codes: ['sequence-refused'], sequence: null });
  },
);

test.each(sequenceValues.filter(({ parsed }) => hasPortZero(parsed)))(
  'a sequence in which knockd sees port 0 cannot be knocked: "$value"',
  ({ value }) => {
    const { codes, sequence } = readSequence(value);
    expect(sequence).toBeNull();
    expect(codes).toContain('port-zero');
  },
);

test.each(sequenceValues.filter(({ accepted, parsed }) => accepted && !hasPortZero(parsed)))(
  'a sequence as knockd reads it, and a note where that is a surprise: "$value"',
  ({ value, parsed }) => {
    const isPlain = value.split(',').every((each) => /^ *\d+ *(?:: *(?:tcp|udp) *)?$/i.test(each));
    expect(readSequence(value)).toEqual({ sequence: parsed, codes: isPlain ? [] : ['port-read-as'] });
  },
);

test.each(configs.filter(({ accepted }) => accepted))(
  'a file as knockd reads it: $name',
  ({ config, read }) => {
    const { items } = readKnockdConf(config);
    // The last sequence of a door counts; the same name again begins another door.
    const headers = config.match(/^\[(?!options).*\]/gm) ?? [];
    const sequences = read.flatMap(([, directive, value]) => (directive === 'sequence' ? [value] : []));
    expect(items.map(sequenceOf)).toEqual(headers.length > 1 ? sequences : sequences.slice(-1));
    expect(items.map(({ host }) => host.name)).toEqual(headers.map((header) => header.slice(1, -1)));
  },
);

test.each(configs.filter(({ accepted }) => !accepted))(
  'where knockd stops, a note says so: $name',
  ({ config, error }) => {
    const line = Number(/line (\d+)/.exec(error ?? '')?.[1] ?? 1);
    expect(notesOf(readKnockdConf(config)).map(([at]) => at)).toContain(line);
  },
);

test('the sequence time-out is the door’s own, or 25 seconds', () => {
  const seqTimeout = (more: string) => {
    const [item] = readKnockdConf(`[d]\nsequence = 1,2\ntcpflags = syn\n${more}`).items;
    return item?.host.knock.method === 'sequence' ? item.host.knock.seqTimeoutMs : null;
  };
  expect(seqTimeout('')).toBe(25_000);
  expect(seqTimeout('timeout = 9\n')).toBe(9_000);
  expect(seqTimeout('seq_timeout = abc\n')).toBe(25_000);
  expect(notesOf(readKnockdConf('[d]\nsequence = 1\ntcpflags = syn\nseq_timeout = abc\n'))).toContainEqual([
    4,
    'timeout-refused',
    'seq_timeout',
  ]);
});

const usual = `[options]
  UseSyslog

[openSSH]
  sequence    = 7000,8000,9000
  seq_timeout = 5
  command     = /sbin/iptables -A INPUT -s %IP% -p tcp --dport 22 -j ACCEPT
  tcpflags    = syn

[closeSSH]
  sequence    = 9000,8000,7000
  seq_timeout = 5
  command     = /sbin/iptables -D INPUT -s %IP% -p tcp --dport 22 -j ACCEPT
  tcpflags    = syn
`;

test('the file that knockd comes with is one host with a guessed check', () => {
  const found = readKnockdConf(usual);
  expect(found.items.map(({ host }) => host)).toMatchObject([
    {
      name: 'openSSH',
      address: '',
      knock: { method: 'sequence', server: 'knockd', seqTimeoutMs: 5_000 },
      check: { port: 22 },
    },
  ]);
  expect(notesOf(found)).toEqual([
    [10, 'close-door', 'closeSSH'],
    [7, 'command-dropped', 'start_command'],
    [7, 'check-guessed', '22'],
    [4, 'address-missing', ''],
  ]);
  expect(JSON.stringify(found)).not.toContain('iptables');
});

test('a door that opens and closes again tells for how long', () => {
  const door = (more: string) =>
    readKnockdConf(`[opencloseSSH]\nsequence = 2222:udp,3333:tcp\ntcpflags = syn,ack\n${more}`);
  const timed = door('start_command = x\nstop_command = y\ncmd_timeout = 30\n');
  expect(timed.items[0]?.host.openForMs).toBe(30_000);
  expect(notesOf(timed)).toContainEqual([3, 'flags-unmet', 'ack']);
  expect(door('start_command = x\nstop_command = y\n').items[0]?.host.openForMs).toBe(10_000);
  expect(door('stop_command = y\n').items[0]?.host.openForMs).toBeUndefined();
});

test.each<[command: string, port: number | undefined]>([
  ['iptables -I INPUT -s %IP% -p tcp --dport 2222 -j ACCEPT', 2222],
  ['iptables -I INPUT -s %IP% -p tcp --dport ssh -j ACCEPT', 22],
  ['nft insert rule inet filter input ip saddr %IP% tcp dport 8443 accept', 8443],
  ['ufw allow from %IP% to any port 22', 22],
  ['iptables -I INPUT -s %IP% -p udp --dport 51820 -j ACCEPT', undefined],
  ['/usr/local/bin/open %IP%', undefined],
])('the check of "%s" is %s', (command, port) => {
  const [item] = readKnockdConf(`[d]\nsequence = 1,2\nstart_command = ${command}\n`).items;
  expect(item?.host.check?.port).toBe(port);
});

test('a door for one destination has its address', () => {
  const [item] = readKnockdConf('[d]\nsequence = 1,2\ntarget = 198.51.100.4\n').items;
  expect(item?.host.address).toBe('198.51.100.4');
});

test('a door with one-time sequences knocks from a list, which has to be imported too', () => {
  const found = readKnockdConf('[d]\none_time_sequences = /etc/knockd/list\nseq_timeout = 8\n');
  expect(found.items[0]?.host.knock).toMatchObject({ method: 'list', server: 'knockd', seqTimeoutMs: 8_000 });
  expect(notesOf(found)).toEqual([
    [2, 'list-file', 'one_time_sequences'],
    [1, 'address-missing', ''],
  ]);
});

test('without tcpflags = syn a note warns', () => {
  expect(notesOf(readKnockdConf('[d]\nsequence = 1,2\n'))).toContainEqual([1, 'flags-missing', '']);
  expect(notesOf(readKnockdConf('[d]\nsequence = 1:udp\n')).map(([, code]) => code)).not.toContain(
    'flags-missing',
  );
});
