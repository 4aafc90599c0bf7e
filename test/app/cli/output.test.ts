import { expect, test } from 'vitest';
import { createOutput } from '../../../app/cli/output.ts';

function terminal(options: {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly isTty?: boolean;
}) {
  const { argv = [], env = {}, isTty = true } = options;
  const written = { out: '', err: '' };
  const io = {
    out: { isTty, write: (text: string) => (written.out += text) },
    err: { isTty, write: (text: string) => (written.err += text) },
    env,
    onInterrupt: () => {},
  };
  return { output: createOutput({ io, argv }), written };
}

const green = '\u001b[32mopen\u001b[0m\n';

test.each([
  ['on a terminal', {}, green],
  ['in a pipe', { isTty: false }, 'open\n'],
  ['with NO_COLOR', { env: { NO_COLOR: '1' } }, 'open\n'],
  ['with an empty NO_COLOR', { env: { NO_COLOR: '' } }, green],
  ['with --no-color', { argv: ['knock', 'nas', '--no-color'] }, 'open\n'],
  ['with --no-color as a text', { argv: ['--', '--no-color'] }, green],
  ['on a dumb terminal', { env: { TERM: 'dumb' } }, 'open\n'],
  ['in a pipe with FORCE_COLOR', { isTty: false, env: { FORCE_COLOR: '1' } }, green],
  ['with FORCE_COLOR=0', { env: { FORCE_COLOR: '0' } }, 'open\n'],
  ['with FORCE_COLOR and NO_COLOR', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, 'open\n'],
])('colour %s', (_, options, expected) => {
  const { output, written } = terminal(options);
  output.line('open', 'good');
  expect(written.out).toBe(expected);
});

test('no text carries control characters to a terminal', () => {
  const { output, written } = terminal({ env: { NO_COLOR: '1' } });
  output.line('a\u001b]0;x\u0007b\nc');
  output.parts([['\u009b31m', 'bad']]);
  output.problem('d\re');
  expect(written).toEqual({ out: 'a·]0;x·b·c\n·31m\n', err: 'postern: d·e\n' });
});

test('JSON escapes the controls that JSON would let through', () => {
  const { output, written } = terminal({});
  const value = { name: 'a\u009b\u202e\u007f\n', half: 0.1 + 0.2 };
  output.json(value);
  expect(written.out).toBe('{"name":"a\\u009b\\u202e\\u007f\\n","half":0.3}\n');
  expect(JSON.parse(written.out)).toEqual({ ...value, half: 0.3 });
});

test('a status is erased by what comes after it', () => {
  const { output, written } = terminal({ env: { NO_COLOR: '1' } });
  output.status('1 of 3');
  output.status('2 of 3');
  output.line('open');
  output.line('bye');
  expect(written.out).toBe('1 of 3\r\u001b[K2 of 3\r\u001b[Kopen\nbye\n');
});
