import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkIn, parseDeepLink } from '../../main/deep-link.ts';

const hostId = '5b0f6c3e-7d3f-4a39-9d52-0a4f6f1f2a10';
const link = `postern://open/${hostId}`;

test('a link names one host', () => {
  expect(parseDeepLink(link)).toEqual({ hostId });
  expect(parseDeepLink(`POSTERN://open/${hostId.toUpperCase()}`)).toEqual({ hostId });
});

test.each([
  'postern://open/',
  'postern://open',
  `postern:open/${hostId}`,
  `postern://knock/${hostId}`,
  `postern://open/${hostId}/`,
  `postern://open/${hostId}?always=1`,
  `postern://open/${hostId}#/settings`,
  `postern://user:pass@open/${hostId}`,
  `postern://open:22/${hostId}`,
  `postern://open//${hostId}`,
  `postern://open/..%2f${hostId}`,
  `postern://open/{${hostId}}`,
  `https://open/${hostId}`,
  `--postern://open/${hostId}`,
  `postern://open/${hostId}${' '.repeat(200)}`,
  '',
])('%j is no link', (text) => {
  expect(parseDeepLink(text)).toBe(null);
});

test('whatever a page sends, a link is a host id or nothing', () => {
  const evil = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl({ validSchemes: ['postern', 'https'], withFragments: true, withQueryParameters: true }),
    fc.string().map((tail) => link + tail),
    fc.string().map((middle) => `postern://${middle}/${hostId}`),
    fc.uuid().map((id) => `postern://open/${id}`),
  );
  fc.assert(
    fc.property(evil, (text) => {
      const parsed = parseDeepLink(text);
      return parsed === null || (/^[\da-f-]{36}$/.test(parsed.hostId) && Object.keys(parsed).length === 1);
    }),
  );
});

test('of what a process was started with the last link counts, and switches never', () => {
  const other = 'postern://open/00000000-0000-4000-8000-000000000001';
  expect(linkIn(['/opt/postern', '--gpu-launcher=evil', other, link, '--hidden'])).toEqual({ hostId });
  expect(linkIn(['/opt/postern', `--url=${link}`, '--', 'file.txt'])).toBe(null);
});
