import { expect, test } from 'vitest';
import { chooseAddresses } from '../../../app/resolve/choose.ts';

const four = [
  { address: '192.0.2.1', family: 4 },
  { address: '192.0.2.2', family: 4 },
] as const;
const six = [
  { address: '2001:db8::1', family: 6 },
  { address: '2001:db8::2', family: 6 },
] as const;

test.each([
  [
    'the first of each family, in the order of the system',
    'auto',
    null,
    [...six, ...four],
    [six[0], four[0]],
  ],
  [
    'the same when the families alternate',
    'auto',
    null,
    [four[0], six[0], four[1], six[1]],
    [four[0], six[0]],
  ],
  ['the family that worked before in front', 'auto', 4, [...six, ...four], [four[0], six[0]]],
  ['a family that worked but has no address any more is no loss', 'auto', 6, four, [four[0]]],
  ['only IPv4', '4', null, [...six, ...four], [four[0]]],
  ['only IPv6, whatever worked before', '6', 4, [...six, ...four], [six[0]]],
  ['none if the family has no address', '6', null, four, []],
  ['none of none', 'auto', 4, [], []],
] as const)('%s', (_, family, preferred, addresses, chosen) => {
  expect(chooseAddresses({ addresses, family, preferred })).toEqual(chosen);
});
