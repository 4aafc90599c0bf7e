import { expect, test } from 'vitest';
import { closeKinds } from '../../../../renderer/views/editor/close-draft.ts';
import { draftOf } from '../../../../renderer/views/editor/draft.ts';
import { parseDraft, problemsOf } from '../../../../renderer/views/editor/parse-draft.ts';
import { host, hostInput } from '../../../app/hosts/host.ts';
import { draft } from './form.ts';

const { id } = hostInput;
const totp = { method: 'totp', derivation: { scheme: 'pk1', label: 'attic' }, stepS: 60 };
const closeTotp = { ...totp, derivation: { ...totp.derivation, purpose: 'close:ssh' } };
const steps = [
  { proto: 'udp', port: 9000, payload: { kind: 'hex', hex: 'c0ffee' }, waitMs: 20 },
  { proto: 'tcp', port: 8000, later: 1 },
];

test.each([
  ['nothing', {}],
  ['a sequence', { close: { method: 'sequence', steps, gapMs: 5, later: true }, closeOn: ['quit', 'left'] }],
  ['a purpose of its own', { knock: totp, close: closeTotp, closeOn: ['keep-open-end'] }],
  ['other settings than the opening', { knock: totp, close: { ...closeTotp, stepS: 30, later: 2 } }],
  ['a packet', { knock: { method: 'pknock', port: 2_000 }, close: { method: 'pknock', port: 2_001 } }],
  ['codes beside fixed ports', { close: closeTotp }],
])('a host with %s to close it comes back from its form as it was', (_what, change) => {
  const saved = host(change);
  const parsed = parseDraft(draftOf(saved), { id: saved.id, kept: saved });
  expect(parsed).toEqual({ ok: true, value: saved });
});

test('closing follows what opens, but for its purpose', () => {
  const saved = host({ knock: totp, close: closeTotp });
  const form = { ...draftOf(saved), label: 'cellar', stepS: '90' };
  const parsed = parseDraft(form, { id: saved.id, kept: saved });
  expect(parsed.ok && parsed.value.close).toMatchObject({
    stepS: 90,
    derivation: { label: 'cellar', purpose: 'close:ssh' },
  });
});

test('without anything that closes, nothing is closed on any occasion', () => {
  const saved = host({ close: { method: 'sequence', steps }, closeOn: ['quit'] });
  const parsed = parseDraft({ ...draftOf(saved), close: 'none' }, { id: saved.id, kept: saved });
  expect(parsed.ok && parsed.value).not.toHaveProperty('close');
  expect(parsed.ok && parsed.value.closeOn).toEqual([]);
});

test.each([
  [{ close: 'sequence', closeSteps: '' }, 'closeSteps'],
  [{ close: 'sequence', closeSteps: '7000-7010' }, 'closeSteps'],
  [{ method: 'totp', label: 'x', close: 'totp', closePurpose: ' ' }, 'closePurpose'],
] as const)('the form %o is wrong in %s', (change, field) => {
  const form = draft(change);
  const parsed = parseDraft(form, { id, kept: null });
  expect(parsed.ok || [...problemsOf(parsed.error.issues, form.method).keys()]).toEqual([field]);
});

test.each([
  [{}, ['none', 'sequence']],
  [{ method: 'totp' }, ['none', 'sequence', 'totp']],
  [{ method: 'totp', scheme: 'otpknock' }, ['none', 'sequence']],
  [{ method: 'pknock' }, ['none', 'sequence', 'pknock']],
  [{ close: 'totp' }, ['none', 'sequence', 'totp']],
] as const)('the form %o offers to close by %j', (change, kinds) => {
  expect(closeKinds(draft(change))).toEqual(kinds);
});
