import fc from 'fast-check';
import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import type { Scheme } from '../../../../app/hosts/derivation-schema.ts';
import { schemes } from '../../../../app/otp/derive.ts';
import type { Draft } from '../../../../renderer/views/editor/draft.ts';
import { describeProblem } from '../../../../renderer/views/editor/field-words.ts';
import { newDerivation } from '../../../../renderer/views/editor/methods/derivation-draft.ts';
import { newPacket } from '../../../../renderer/views/editor/methods/packet-draft.ts';
import { parseDraft, problemsOf } from '../../../../renderer/views/editor/parse-draft.ts';
import { newStep, type StepDraft } from '../../../../renderer/views/editor/step-draft.ts';
import germanWords from '../../../../renderer/words/de/editor.json';
import { hostInput } from '../../../app/hosts/host.ts';
import { draft } from './form.ts';

const i18next = createInstance();
const german = await i18next.init({
  lng: 'de',
  resources: { de: { words: { editor: germanWords } } },
  defaultNS: 'words',
  interpolation: { escapeValue: false },
});

/** What the schema says of a form, as [field, sentence]. */
function complaints(change: Partial<Draft>): readonly (readonly [string, string])[] {
  const form = draft(change);
  const parsed = parseDraft(form, { id: hostInput.id, kept: null });
  return parsed.ok ? [] : [...problemsOf(parsed.error.issues, form.method)];
}

function inGerman([field, problem]: readonly [string, string]): string | null {
  return describeProblem({ t: german, language: 'de', field, problem });
}

/** Every choice of a form that brings up other fields, or judges them otherwise. */
const choices: readonly Partial<Draft>[] = [
  ...(['auto', '4', '6', 'both'] as const).map((family) => ({ family })),
  ...(['any', 'ssh', 'tls', 'http', 'prefix'] as const).map((expected) => ({ expect: expected })),
  ...(['nothing', 'ssh', 'url', 'command'] as const).map((connect) => ({ connect, program: 'mosh' })),
];
const methodChoices: readonly Partial<Draft>[] = [
  ...(Object.keys(schemes) as readonly Scheme[]).map((scheme) => ({
    method: 'totp' as const,
    scheme,
    label: 'x',
    service: 'x',
    doorbell: '1',
  })),
  { method: 'totp', label: 'x', close: 'totp' },
  { method: 'hotp', label: 'x' },
  { method: 'list' },
  { method: 'spa' },
  { method: 'spa', ask: 'command', command: 'x', allow: 'fixed', allowAddress: '192.0.2.1' },
  { method: 'spa', nat: 'forward', natHost: 'x', outside: 'port', allow: 'resolve', allowUrl: 'https://x/' },
  { method: 'spa', nat: 'local', cipher: 'gpg', recipient: 'x' },
  { method: 'pknock', pknockPort: '1', ownAddress: 'fixed', allowAddress: '192.0.2.1' },
];
const stepChoices: readonly Partial<StepDraft>[] = [
  { proto: 'tcp' },
  { proto: 'icmp' },
  ...(['none', 'text', 'hex', 'base64', 'random'] as const).map((payload) => ({
    proto: 'udp' as const,
    port: '7000',
    payload,
  })),
];
const chosen: ReadonlySet<string> = new Set(
  (
    'family close expect connect tcp server method scheme sampler hitProto ask nat outside allow digest cipher ' +
    'cipherMode hmac transport destination ownAddress counter'
  ).split(' '),
);
const texted = (Object.entries(draft()) as readonly [keyof Draft, unknown][]).flatMap(([key, value]) =>
  typeof value === 'string' && !chosen.has(key) ? [key] : [],
);
const ofMethod: ReadonlySet<string> = new Set([
  ...Object.keys(newDerivation),
  ...Object.keys(newPacket),
  ...'closePurpose stepS epochS skew clockOffsetS window warnBelow'.split(' '),
]);
const fields = texted.filter((key) => !ofMethod.has(key));
const methodFields = texted.filter((key) => ofMethod.has(key));
const stepFields = ['port', 'bytes', 'waitMs', 'data'] as const;

/** Nothing, too much, too long, and what belongs somewhere else. */
const texts = [
  ['', ' ', '0', '-1', '0.5', '99999999999', 'text', 'two words', '192.0.2.1', '2001:db8::1'],
  ['a\u0001b', 'a\nb', 'x'.repeat(5_000), 'AAAA'.repeat(1_300), 'ab'.repeat(1_300)],
  ['1-2', '2-1', '1-2-3', '10-20,x', 'tcp/0', 'icmp/1', 'tcp '.repeat(40), '1 '.repeat(1_100)],
  ['-v\n'.repeat(65), Array.from({ length: 33 }, (_, index) => `tag${index}`).join()],
].flat();

const forms: readonly Partial<Draft>[] = [
  { steps: [] },
  { steps: Array.from({ length: 33 }, () => newStep({ port: '7000' })) },
  ...texts.flatMap((text) => [
    { close: 'sequence' as const, closeSteps: text },
    ...choices.flatMap((choice) => fields.map((field) => ({ ...choice, [field]: text }))),
    ...methodChoices.flatMap((choice) => methodFields.map((field) => ({ ...choice, [field]: text }))),
    ...stepChoices.flatMap((choice) =>
      stepFields.map((field) => ({ steps: [newStep({ ...choice, [field]: text })] })),
    ),
  ]),
];

/** Worked out once: it takes seconds. */
const complained = forms.flatMap(complaints);

test('whatever is typed wrongly, a German form says what is wrong in German', () => {
  const untranslated = complained.filter((complaint) => inGerman(complaint) === null);
  expect([...new Set(untranslated.map(([, problem]) => problem))]).toEqual([]);
});

test('every German sentence about a problem is one that some form leads to', () => {
  const said = [...new Set(complained.map((complaint) => inGerman(complaint) ?? ''))];
  // The counter is no part of the host: the form judges it on its own.
  const { upTo, counter: _, ...others } = germanWords.problem;
  const unheard = [...Object.values(upTo), ...Object.values(others)].filter((sentence) => {
    const parts = sentence.split(/{{\w+}}/);
    return !said.some((text) => parts.every((part) => text.includes(part)));
  });
  expect(unheard).toEqual([]);
});

test('no text that somebody types anywhere leads to an English sentence', () => {
  const anyForm = fc
    .tuple(
      fc.constantFrom(...choices, ...methodChoices),
      fc.constantFrom(...texted),
      fc.string({ unit: 'binary' }),
    )
    .map(([choice, field, text]) => ({ ...choice, [field]: text }));
  fc.assert(
    fc.property(anyForm, (change) => {
      expect(complaints(change).filter((complaint) => inGerman(complaint) === null)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('limits are told in the unit beside the field and in the digits of the language', () => {
  const say = (field: string, problem: string): string | null => inGerman([field, problem]);
  expect(say('openForS', 'Use a whole number from 1000 to 604800000 ms.')).toBe(
    'Nimm 1 bis 604.800 Sekunden.',
  );
  expect(say('gapMs', 'Use a whole number from 0 to 10000 ms.')).toBe(
    'Nimm eine ganze Zahl von 0 bis 10.000.',
  );
  expect(say('notes', 'Up to 4,000 characters.')).toBe('Bis zu 4.000 Zeichen.');
});
