import { expect, test } from 'vitest';
import { parseGpgKeys } from '../../../app/node/gpg-colons.ts';

// As GnuPG 2.2.40 writes it.
const listing = `tru::1:1795257026:0:3:1:5
pub:-:2048:1:01724A7050FBC99C:1795227085:::-:::scESC::::::23::0:
fpr:::::::::4950F1AF3263088D87A51A1C01724A7050FBC99C:
uid:-::::1795227085::42C0108ED8ED0146B03E060A9A0B24DE1116BBBE::client rsa2048 <cli2048@example.test>::::::::::0:
sub:-:2048:1:CA830C5ACB996149:1795227085::::::e::::::23:
fpr:::::::::E517BB4FCC85F5F35C4CBA6ECA830C5ACB996149:
pub:-:255:22:527EE6EE7685FB75:1795227085:::-:::scESC:::+::ed25519:::0:
fpr:::::::::EEA85A0717954E63FC1021A1527EE6EE7685FB75:
grp:::::::::08295D70C00AD203E6E8A887F71036B11CD372F0:
uid:-::::1795227085::F31A1BDD5D10805675FDD2C0F9DD992992C95A8A::fwknopd ecc <srvecc@example.test>::::::::::0:
sub:-:255:18:4602971B310B2605:1795227085::::::e:::+::cv25519::
fpr:::::::::F38E12ACE67DA682E8B018404602971B310B2605:
`;

test('keys are told with what they are and can do', () => {
  expect(parseGpgKeys(listing)).toEqual([
    {
      fingerprint: '4950F1AF3263088D87A51A1C01724A7050FBC99C',
      userId: 'client rsa2048 <cli2048@example.test>',
      algorithm: 'rsa2048',
      canSign: true,
      canEncrypt: true,
      isOwn: false,
    },
    {
      fingerprint: 'EEA85A0717954E63FC1021A1527EE6EE7685FB75',
      userId: 'fwknopd ecc <srvecc@example.test>',
      algorithm: 'ed25519',
      canSign: true,
      canEncrypt: true,
      isOwn: true,
    },
  ]);
});

const [key] = parseGpgKeys(one({}));

test.each([
  ['on a card', { token: 'D2760001240103040006123456780000' }, { isOwn: true }],
  ['with its secret part elsewhere', { token: '#' }, { isOwn: false }],
  ['with a signing subkey here', { token: '#', subToken: '+' }, { isOwn: true }],
  ['for signing only', { can: 'scSC' }, { canSign: true, canEncrypt: false }],
  ['with a colon in its name', { uid: String.raw`a\x3ab\x0a` }, { userId: 'a:b ' }],
])('a key %s', (_, change, difference) => {
  expect(parseGpgKeys(one(change))).toEqual([{ ...key, ...difference }]);
});

test.each([
  ['revoked', { validity: 'r' }],
  ['expired', { validity: 'e' }],
  ['disabled', { can: 'scESCD' }],
  ['without a valid name', { uidValidity: 'r' }],
])('a key that is %s is left out', (_, change) => {
  expect(parseGpgKeys(one(change))).toEqual([]);
});

test('Windows line ends are taken, and no keys are none', () => {
  expect(parseGpgKeys(listing.replaceAll('\n', '\r\n'))).toEqual(parseGpgKeys(listing));
  expect(parseGpgKeys('')).toEqual([]);
});

function one(change: {
  readonly validity?: string;
  readonly uidValidity?: string;
  readonly can?: string;
  readonly token?: string;
  readonly subToken?: string;
  readonly uid?: string;
}): string {
  const {
    validity = '-',
    uidValidity = '-',
    can = 'scESC',
    token = '',
    subToken = '',
    uid = 'name',
  } = change;
  return [
    `pub:${validity}:2048:1:01724A7050FBC99C:1795227085:::-:::${can}:::${token}:::23::0:`,
    'fpr:::::::::4950F1AF3263088D87A51A1C01724A7050FBC99C:',
    `uid:${uidValidity}::::1795227085::42C0108E::${uid}::::::::::0:`,
    `sub:-:2048:1:CA830C5ACB996149:1795227085::::::e:::${subToken}:::23:`,
  ].join('\n');
}
