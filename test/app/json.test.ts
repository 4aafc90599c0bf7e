import { expect, test } from 'vitest';
import { parseJson } from '../../app/json.ts';

test('JSON is read', () => {
  expect(parseJson('{ "a": [1, null] }')).toEqual({ ok: true, value: { a: [1, null] } });
});

test.each([
  ['', 'not JSON'],
  ['{', 'not JSON, at line 1'],
  ['{\n"a": 1,\n}', 'not JSON, at line 3'],
  ['\u001b[2Jsecret', 'not JSON'],
])('%j is refused with the place, and never with what stands there', (text, error) => {
  expect(parseJson(text)).toEqual({ ok: false, error });
});
