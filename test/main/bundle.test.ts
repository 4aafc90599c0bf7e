import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveBundle } from '../../main/bundle.ts';
import { contentSecurityPolicy } from '../../main/security.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'postern-bundle-'));
  mkdirSync(join(root, 'renderer', 'assets'), { recursive: true });
  mkdirSync(join(root, 'renderer-secret'));
  writeFileSync(join(root, 'renderer', 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'renderer', 'assets', 'a.js'), '1');
  writeFileSync(join(root, 'renderer', 'notes.txt'), 'not for the page');
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'renderer-secret', 'a.js'), 'secret');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => serveBundle({ folder: join(root, 'renderer') })({ method, url });

test('the page comes with the policy, and with its type', async () => {
  const answer = await get('app://bundle/index.html#/hosts');
  expect(await answer.text()).toBe('<!doctype html>');
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  ['app://bundle/assets/a.js', 200],
  ['app://bundle/assets/a.js?v=1', 200],
  ['app://bundle/assets/none.js', 404],
  ['app://bundle/notes.txt', 404],
  ['app://bundle/assets', 404],
  ['app://bundle/', 404],
  ['app://bundle/..%2f..%2fpackage.json', 403],
  ['app://bundle/%2e%2e/package.json', 404],
  ['app://bundle/..%2frenderer-secret%2fa.js', 403],
  ['app://bundle/assets/..%5c..%5cpackage.json', 404],
  ['app://bundle/index.html%00.js', 403],
  ['app://bundle/%zz', 403],
  ['app://other/index.html', 404],
  ['app://bundle:80/index.html', 404],
  ['https://bundle/index.html', 404],
  ['nonsense', 400],
])('%s is answered with %d', async (url, status) => {
  expect((await get(url)).status).toBe(status);
});

test('nothing is written there', async () => {
  expect((await get('app://bundle/index.html', 'POST')).status).toBe(400);
});
