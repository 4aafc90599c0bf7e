import { expect, test } from 'vitest';
import {
  followUps,
  methodFor,
  sights,
} from '../../../../../renderer/views/editor/methods/server-questions.ts';

test.each([
  ['knockd', 'fixed', { method: 'sequence', server: 'knockd' }],
  ['knockd', 'once', { method: 'list', server: 'knockd' }],
  ['recent', null, { method: 'sequence', server: 'recent' }],
  ['mikrotik', null, { method: 'sequence', server: 'mikrotik' }],
  ['nftables', 'fixed', { method: 'sequence', server: 'nftables' }],
  ['nftables', 'rotating', { method: 'totp', scheme: 'pk1', server: 'nftables' }],
  ['fwknopd', 'shared-key', { method: 'spa', cipher: 'rijndael' }],
  ['fwknopd', 'gnupg', { method: 'spa', cipher: 'gpg' }],
  ['pknock', 'open-secret', { method: 'pknock' }],
  ['pknock', 'ports-only', { method: 'sequence', server: 'unknown' }],
  ['rotation', 'time', { method: 'totp', scheme: 'pk1' }],
  ['rotation', 'counter', { method: 'hotp', scheme: 'pk1' }],
  ['unknown', null, null],
] as const)('%s, %s is known as %o', (sight, answer, expected) => {
  expect(methodFor(sight, answer)).toEqual(expected);
});

test.each(sights.filter((sight) => followUps[sight] !== null))('%s alone does not decide', (sight) => {
  expect(methodFor(sight, null)).toBeNull();
});
