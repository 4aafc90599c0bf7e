import { expect, test } from 'vitest';
import { draftOf, type Draft } from '../../../../renderer/views/editor/draft.ts';
import { parseDraft, problemsOf } from '../../../../renderer/views/editor/parse-draft.ts';
import { newStep } from '../../../../renderer/views/editor/step-draft.ts';
import { host, hostInput } from '../../../app/hosts/host.ts';
import { draft } from './form.ts';

const id = hostInput.id;

function problems(change: Partial<Draft>): Readonly<Record<string, string>> {
  const parsed = parseDraft(draft(change), { id, kept: null });
  if (parsed.ok) throw new Error('nothing is wrong');
  return Object.fromEntries(problemsOf(parsed.error.issues));
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
])('%o is refused at its own field', (change, expected) => {
  expect(problems(change)).toEqual(expected);
});

test('an empty service port with nothing expected there means that there is no check', () => {
  const parsed = parseDraft(draft({ checkPort: '', expect: 'any' }), { id, kept: null });
  expect(parsed.ok && 'check' in parsed.value).toBe(false);
});
