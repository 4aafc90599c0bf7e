import { expect, test } from 'vitest';
import { derivationSchema, type Derivation } from '../../../app/hosts/derivation-schema.ts';
import { deriveHits, schemes } from '../../../app/otp/derive.ts';
import { weaknessOf } from '../../../app/present/schemes.ts';
import vectors from '../../vectors/pk1.json' with { type: 'json' };

const secret = new TextEncoder().encode('12345678901234567890');
const pk1 = {
  scheme: 'pk1',
  purpose: 'open:ssh',
  label: 'Home',
  count: 4,
  ranges: [[10_000, 32_767]],
  exclude: [],
  sampler: 'snum31',
  proto: 'udp',
} satisfies Derivation;

test('pk1 goes from the secret to hits of the protocol agreed upon', () => {
  const [first] = vectors.hotpForKnockdOneTimeSequences.lines;
  expect(deriveHits({ derivation: pk1, secret, factor: 0, stepS: 60, epochS: 0 })).toEqual({
    ok: true,
    value: first?.ports.map((port) => ({ proto: 'udp', port })),
  });
});

test('the secret stays as it was, for its owner to wipe', () => {
  const own = Uint8Array.from(secret);
  deriveHits({ derivation: pk1, secret: own, factor: 0, stepS: 60, epochS: 0 });
  expect(own).toEqual(secret);
});

test('before the epoch there are no hits, whatever the scheme', () => {
  for (const scheme of schemesOfSchema()) {
    const derivation = { ...pk1, service: 'ssh', doorbell: 1, scheme } as Derivation;
    expect(deriveHits({ derivation, secret, factor: -1, stepS: 60, epochS: 0 })).toEqual({
      ok: false,
      error: { code: 'out-of-time' },
    });
  }
});

test('every scheme of the schema has its facts, and all but our own a weakness', () => {
  expect(Object.keys(schemes).toSorted()).toEqual(schemesOfSchema().toSorted());
  const blameless = schemesOfSchema().filter((scheme) => weaknessOf(scheme) === null);
  expect(blameless).toEqual(['pk1']);
});

function schemesOfSchema() {
  return derivationSchema.options.map((option) =>
    'pipe' in option ? option.pipe[0].entries.scheme.literal : option.entries.scheme.literal,
  );
}
