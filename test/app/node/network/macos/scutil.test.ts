import { expect, test } from 'vitest';
import { parseGlobal } from '../../../../../app/node/network/macos/scutil.ts';

// As scutil(8) prints dictionaries: never run there.
const wifi = `<dictionary> {
  PrimaryInterface : en0
  PrimaryService : 9C1A5B3E-0000-4000-8000-000000000001
  Router : 192.168.1.1
}
`;
const wifi6 = `<dictionary> {
  PrimaryInterface : en0
  PrimaryService : 9C1A5B3E-0000-4000-8000-000000000001
  Router : fe80::1%en0
}
`;
const vpn = `<dictionary> {
  PrimaryInterface : utun4
  PrimaryService : 9C1A5B3E-0000-4000-8000-000000000002
}
`;

test.each([
  [
    'both families',
    wifi + wifi6,
    [
      { link: 'en0', router: '192.168.1.1' },
      { link: 'en0', router: 'fe80::1' },
    ],
  ],
  ['IPv4 alone', `${wifi}  No such key\n`, [{ link: 'en0', router: '192.168.1.1' }, null]],
  ['IPv6 alone', `  No such key\n${wifi6}`, [null, { link: 'en0', router: 'fe80::1' }]],
  ['a VPN', `${vpn}  No such key\n`, [{ link: 'utun4', router: null }, null]],
  ['offline', '  No such key\n  No such key\n', [null, null]],
  ['no answer', '', [null, null]],
])('%s', (_, text, expected) => {
  expect(parseGlobal(text)).toEqual(expected);
});
