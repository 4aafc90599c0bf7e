import { expect, test } from 'vitest';
import type { HostInput } from '../../../app/hosts/schema.ts';
import type { Counter } from '../../../app/otp/counter.ts';
import { noVault, type VaultLook } from '../../../app/secrets/look.ts';
import { noticeOf, type HostNotice } from '../../../renderer/status/use-host-notice.ts';
import { host as makeHost, id } from '../../app/hosts/host.ts';

const list = { method: 'list', warnBelow: 5 } as const;
const hotp = { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' } } as const;
const everything: VaultLook = {
  ...noVault,
  state: 'open',
  secrets: { [id(1)]: { 'otp-secret': { bytes: 20, setAt: 0 }, 'one-time-list': { bytes: 90, setAt: 0 } } },
};

function notice(knock: HostInput['knock'], counter?: Partial<Counter>, look = everything): HostNotice | null {
  const at = { confirmed: 0, next: 0, total: null, doubt: null };
  return noticeOf({
    host: makeHost({ id: id(1), name: 'nas', knock }),
    vault: { state: 'ready', look },
    counter: counter === undefined ? undefined : { ...at, ...counter },
  });
}

test.each<[string, HostNotice | null, HostNotice | null]>([
  ['nothing to say of a code with its secret', notice(hotp, { next: 3 }), null],
  ['a missing secret', notice(hotp, { doubt: 3 }, noVault), { code: 'secret-missing' }],
  ['a counter in doubt', notice(hotp, { next: 4, doubt: 3 }), { code: 'doubt', number: 3, kind: 'counter' }],
  // People count lines from 1.
  [
    'a line in doubt',
    notice(list, { next: 4, doubt: 3, total: 20 }),
    { code: 'doubt', number: 4, kind: 'line' },
  ],
  ['a long list', notice(list, { next: 3, total: 20 }), null],
  ['a list near its end', notice(list, { next: 17, total: 20 }), { code: 'few-lines', left: 3 }],
  ['a last line', notice(list, { next: 19, total: 20 }), { code: 'last-line' }],
  ['a list at its end', notice(list, { next: 20, total: 20 }), { code: 'list-used-up' }],
])('of %s it says what matters most', (_what, said, expected) => {
  expect(said).toEqual(expected);
});

test('nothing is said to be missing before the vault was looked at', () => {
  const host = makeHost({ id: id(1), name: 'nas', knock: hotp });
  expect(noticeOf({ host, vault: { state: 'loading' }, counter: undefined })).toBe(null);
});
