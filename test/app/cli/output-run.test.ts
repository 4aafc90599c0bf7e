import { expect, test } from 'vitest';
import { createOutput } from '../../../app/cli/output.ts';
import { createRunOutput } from '../../../app/cli/output-run.ts';
import type { KnockResult, RunEvent } from '../../../app/run.ts';
import { openPracticeDoor } from '../../../app/node/practice-door.ts';
import { host } from '../hosts/host.ts';
import { temporaryFolder } from '../node/temporary-folder.ts';
import { postern } from './cli.ts';
import { isLine, lines } from './lines.ts';

test('a knock that opens a door prints what the schema describes', async () => {
  const door = await openPracticeDoor({
    steps: ['tcp', 'udp', 'tcp'],
    seqTimeoutMs: 10_000,
    openForMs: 5_000,
  });
  try {
    const { servicePort, steps } = door;
    const sequence = steps.map(({ proto, port }) => `${port}:${proto}`).join(' ');
    const argv = ['127.0.0.1', '--steps', sequence, '--gap', '20', '--check', `ssh/${servicePort}`, '--json'];
    const folder = temporaryFolder();
    const knocked = await postern(['knock', ...argv], { folder });
    const printed = lines(knocked.out);
    expect(knocked).toMatchObject({ code: 0, err: '' });
    expect(printed[0]).toMatchObject({ type: 'start', schema: 1, version: '1.2.3', command: 'knock' });
    expect(printed.filter(({ type }) => type === 'packet')).toHaveLength(3);
    expect(printed.at(-1)).toMatchObject({
      type: 'result',
      schema: 1,
      verdict: 'opened',
      error: null,
      address: '127.0.0.1',
      family: 4,
      tries: 1,
      packets: 3,
    });

    const again = lines((await postern(['knock', ...argv], { folder })).out);
    expect(again.at(-1)).toMatchObject({ verdict: 'already-open', packets: 0 });
    const looked = await postern(['check', '127.0.0.1', '--check', String(servicePort), '--json'], {
      folder,
    });
    expect(lines(looked.out).map(({ type }) => type)).toEqual(['start', 'probe', 'result']);
  } finally {
    await door.close();
  }
});

test('each event and result that there can be is in the schema', () => {
  let out = '';
  const io = {
    out: { isTty: false, write: (text: string) => (out += text) },
    err: { isTty: false, write() {} },
    env: {},
    onInterrupt() {},
  };
  const output = createOutput({ io, argv: ['--json'] });
  const shown = createRunOutput({ output, host: host(), command: 'knock', quiet: false, version: '1.2.3' });
  shown.start();
  for (const event of everyEvent) shown.event(event);
  for (const result of everyResult) shown.end(result);
  expect(lines(out)).toHaveLength(1 + everyEvent.length + everyResult.length);
});

test('what the schema does not describe is refused', () => {
  const start = {
    type: 'start',
    schema: 1,
    version: '1',
    command: 'knock',
    host: { id: '', name: '', address: '' },
  };
  expect(isLine(start)).toBe(true);
  for (const wrong of [
    { ...start, schema: 2 },
    { ...start, host: {} },
    { type: 'bang' },
    {},
    { type: 'result', schema: 1 },
  ]) {
    expect(isLine(wrong)).toBe(false);
  }
});

test('lists, hosts and errors are in the schema', async () => {
  const folder = temporaryFolder();
  const outs = [
    await postern(['hosts', 'list', '--json'], { folder }),
    await postern(['hosts', 'show', 'nas', '--json'], { folder }),
    await postern(['hosts', 'add', 'nas', '--address', '192.0.2.3', '--steps', '7000'], { folder }),
    await postern(['hosts', 'show', 'nas', '--json'], { folder }),
    await postern(['hosts', 'list', '--json'], { folder }),
  ].map(({ out }) => out);
  expect([...outs.slice(0, 2), ...outs.slice(3)].flatMap(lines).map(({ type }) => type)).toEqual([
    'hosts',
    'error',
    'host',
    'hosts',
  ]);
});

const obstacles = [
  { code: 'dns', address: 'x' },
  { code: 'no-address-in-family', address: 'x', family: 6 },
  { code: 'offline' },
  { code: 'no-route', address: 'x' },
  { code: 'blocked-here', what: 'x' },
  { code: 'source-unavailable', source: 'x' },
  { code: 'no-sockets' },
  { code: 'ping-missing' },
  { code: 'ipv4-only' },
  { code: 'packet-too-large', bytes: 400, most: 399 },
  { code: 'address-unknown', source: null },
  { code: 'gpg', problem: 'locked' },
  { code: 'transport-refused', port: 62_201 },
  { code: 'counter-not-kept', reason: 'full' },
  { code: 'list-used-up' },
  { code: 'no-sequence', problem: 'out-of-time' },
  { code: 'packet-refused', problem: 'same-keys' },
] as const;

const at = { atMs: 1.5, try: 1, address: '192.0.2.3' } as const;
const everyEvent: readonly RunEvent[] = [
  { type: 'queued', atMs: 1 },
  {
    type: 'resolved',
    atMs: 1,
    try: 1,
    name: 'x',
    addresses: [{ address: '192.0.2.3', family: 4 }],
    tookMs: 1,
  },
  { ...at, type: 'try', family: 6, gapMs: 10, packets: 3, steps: 3, moving: null },
  ...(['time', 'counter', 'line'] as const).map((kind) => {
    const moving = { kind, number: 7, offBy: -1 };
    return { ...at, type: 'try', family: 4, gapMs: 0, packets: 1, steps: 1, moving } as const;
  }),
  { type: 'held', atMs: 1, try: 1, forMs: 900 },
  { type: 'clock', atMs: 1, source: 'ntp://x', offset: { offsetMs: -300_000, errorMs: 12 } },
  {
    ...at,
    type: 'packet',
    plannedMs: 1,
    step: 0,
    of: 32,
    proto: 'icmp',
    port: null,
    bytes: 64,
    localAddress: null,
    localPort: null,
  },
  {
    ...at,
    type: 'packet',
    plannedMs: 1,
    step: 32,
    of: 32,
    proto: 'udp',
    port: 7,
    bytes: 1,
    localAddress: '192.0.2.1',
    localPort: 40000,
  },
  ...(['reset', 'unreachable', 'accepted', 'data', 'echo'] as const).map(
    (answer) =>
      ({
        ...at,
        type: 'answer',
        step: 1,
        answer,
        rttMs: 1,
      }) as const,
  ),
  ...obstacles.map((obstacle) => ({ ...at, type: 'not-sent', step: 1, obstacle }) as const),
  ...(
    [
      { kind: 'open', rttMs: 1 },
      { kind: 'wrong', rttMs: 1, saw: 'x' },
      { kind: 'refused', rttMs: 1 },
      { kind: 'unreachable', rttMs: 1 },
      { kind: 'silent', waitedMs: 1 },
      { kind: 'not-sent', obstacle: { code: 'offline' } },
    ] as const
  ).map((outcome) => ({ ...at, type: 'probe', phase: 'before', port: 22, outcome }) as const),
];

const nothing: KnockResult = {
  verdict: 'sent',
  obstacle: null,
  address: null,
  family: null,
  port: 22,
  resolvedAgoMs: null,
  closedBy: null,
  saw: null,
  tries: 0,
  packets: 0,
  rttMs: null,
  openAfterMs: null,
  tookMs: 1,
  clock: null,
  waitMs: null,
  addresses: [],
};
const everyResult: readonly KnockResult[] = [
  ...(
    [
      'opened',
      'already-open',
      'still-closed',
      'service-down',
      'wrong-service',
      'sent',
      'unreachable',
      'rate-limited',
      'cancelled',
    ] as const
  ).map((verdict) => ({ ...nothing, verdict })),
  ...(['silence', 'refusal', 'unreachable'] as const).map(
    (closedBy) => ({ ...nothing, verdict: 'still-closed', closedBy }) as const,
  ),
  ...obstacles.map((obstacle) => ({ ...nothing, verdict: 'unreachable', obstacle }) as const),
  { ...nothing, verdict: 'still-closed', clock: { offsetMs: 1, errorMs: 1 } },
];

test('people get one line for each event, and one for many probes that show the same', async () => {
  const folder = temporaryFolder();
  const { code, out } = await postern(
    ['knock', '127.0.0.1', '--steps', '1 2', '--check', '3', '--deadline', '1s', '--tries', '1'],
    { folder },
  );
  expect(code).toBe(4);
  const text = out
    .split('\n')
    .map((line) => line.replace(/^ *\d+\.\d{3} s {2}/, '').replace(/[\d.]+ m?s\b/, 'T'));
  expect(text.filter((line) => !line.includes('answered'))).toEqual([
    '127.0.0.1  2 steps',
    '3/tcp on 127.0.0.1 refuses the connection',
    'try 1: 2 packets to 127.0.0.1, T apart',
    '1/tcp sent (1 of 2)',
    '2/tcp sent (2 of 2)',
    'Still closed: Sent 2 packets, but 3/tcp still refuses the connection (waited T).',
    'Compare the sequence with the server, and check that this network lets the packets through.',
    '',
  ]);
});

test('what came back for a step is told once, not in every try', async () => {
  const argv = [
    'knock',
    '127.0.0.1',
    '--steps',
    '1 2:udp',
    '--check',
    '3',
    '--deadline',
    '3s',
    '--tries',
    '2',
  ];
  const { out } = await postern(argv, { folder: temporaryFolder() });
  expect(out).toContain('try 2: 3 packets');
  expect(out.match(/was answered/g)).toHaveLength(2);
});

test('--quiet prints the verdict and nothing else', async () => {
  const argv = ['knock', '127.0.0.1', '--steps', '1 2', '--quiet'];
  expect(await postern(argv, { folder: temporaryFolder() })).toEqual({
    code: 3,
    out: 'Sent, not confirmed: Sent 2 packets. Nothing was checked, because this host has no check.\n',
    err: '',
  });
});

test('a terminal shows the step that is being sent, and erases it', async () => {
  const argv = ['knock', '127.0.0.1', '--steps', '1 2'];
  const { out } = await postern(argv, { folder: temporaryFolder(), isTty: true, env: { NO_COLOR: '1' } });
  expect(out).toContain('knocking 1 of 2');
  expect(out).toContain('knocking 2 of 2\r\u001b[K');
  expect(out).not.toContain('1/tcp sent');
});

test('the rate limit is told, with the way around it', async () => {
  const folder = temporaryFolder();
  const argv = ['knock', '127.0.0.1', '--steps', '1 2', '--json'];
  // The usual limit is 12 a minute.
  for (let number = 1; number <= 12; number += 1) expect((await postern(argv, { folder })).code).toBe(3);
  const limited = await postern(argv.slice(0, -1), { folder });
  expect(limited.code).toBe(8);
  expect(limited.out).toMatch(
    /Not knocked: Wait (?:1 min|\d+ s): this host was knocked 12 times in the last minute\.\nWait, or knock anyway \(--force\)\.\n$/,
  );
  expect((await postern([...argv, '--force'], { folder })).code).toBe(3);
});

test('a name in the file cannot move the cursor of a terminal', async () => {
  const folder = temporaryFolder();
  await postern(
    ['hosts', 'add', 'nas', '--address', '192.0.2.3', '--steps', '7000', '--notes', 'a\u001b[2Jb'],
    { folder },
  );
  const { out } = await postern(['hosts', 'show', 'nas'], { folder });
  expect(out).toContain('Notes           a·[2Jb');
});
