import { expect, test } from 'vitest';
import type { OfferedHost } from '../../../../app/transfer/offer.ts';
import { addressFault, firstChoice, picksOf, type Choice } from '../../../../renderer/views/import/picks.ts';
import { host, id } from '../../../app/hosts/host.ts';

function offered(change: Partial<OfferedHost> = {}): OfferedHost {
  return { host: host({ id: id(1), name: 'nas' }), secrets: [], notes: [], existing: null, ...change };
}

const existing = { id: id(2), name: 'nas' };
const nameless = offered({ host: { ...host({ id: id(1), name: 'nas' }), address: '' } });

test('a new host is taken; a name that is there, or a code for a login, waits for the user', () => {
  const login = { line: null, kind: 'warning', code: 'purpose-ports', what: '' } as const;
  expect(firstChoice(offered()).as).toBe('add');
  expect(firstChoice(offered({ existing })).as).toBe('skip');
  expect(firstChoice(offered({ notes: [login] })).as).toBe('skip');
});

test.each<[OfferedHost, Choice, ReturnType<typeof addressFault>]>([
  [offered(), { as: 'add', address: '' }, null],
  [nameless, { as: 'add', address: ' ' }, 'missing'],
  [nameless, { as: 'add', address: 'not a name' }, 'bad'],
  [nameless, { as: 'add', address: ' nas.example.net ' }, null],
  // The saved address stays.
  [nameless, { as: 'update', address: '' }, null],
  [nameless, { as: 'update', address: 'not a name' }, 'bad'],
  [nameless, { as: 'skip', address: 'not a name' }, null],
])('the address of %o with %o is %s', (item, choice, fault) => {
  expect(addressFault(item, choice)).toBe(fault);
});

test('what is asked for is what was not skipped, with the addresses that were typed', () => {
  const choices: readonly Choice[] = [
    { as: 'skip', address: '' },
    { as: 'update', address: 'ignored.example.net' },
    { as: 'add', address: ' nas.example.net ' },
  ];
  expect(picksOf([offered(), offered({ existing }), nameless], choices)).toEqual([
    { item: 1, as: 'update' },
    { item: 2, as: 'add', address: 'nas.example.net' },
  ]);
});
