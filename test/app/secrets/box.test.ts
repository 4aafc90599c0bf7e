import { expect, test } from 'vitest';
import { open, seal } from '../../../app/secrets/box.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

// "Cryptography in NaCl" (Bernstein), section 10: the example of crypto_secretbox, with firstkey, nonce, m and c.
const key = hex('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
const nonce = hex('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
const message = hex(`
  be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc
  e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31
  0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde
  048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864
  5e0705`);
const box = hex(`
  f3ffc7703f9400e52a7dfb4b3d3305d9
  8e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a
  c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738
  b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da
  99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74
  e355a5`);

test('seals and opens as NaCl does', () => {
  expect(seal(message, { nonce, key })).toEqual(box);
  expect(open(box, { nonce, key })).toEqual(message);
});

test('a message of no bytes has a box of its own', () => {
  const empty = seal(new Uint8Array(), { nonce, key });
  expect(empty).toHaveLength(16);
  expect(open(empty, { nonce, key })).toEqual(new Uint8Array());
});

test('a box with any byte changed, cut short, or under another key or nonce does not open', () => {
  const changed = [...box.keys()].map((at) => box.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const cut = [...box.keys()].map((length) => box.slice(0, length));
  expect([...changed, ...cut].filter((each) => open(each, { nonce, key }) !== null)).toEqual([]);
  expect(open(box, { nonce, key: key.map((byte) => byte ^ 1) })).toBeNull();
  expect(open(box, { nonce: nonce.map((byte) => byte ^ 1), key })).toBeNull();
});

test('a key or nonce of another size is a bug', () => {
  expect(() => seal(message, { nonce, key: key.slice(1) })).toThrow('wrong size');
  expect(() => open(box, { nonce: nonce.slice(1), key })).toThrow('wrong size');
});

test('message and box stay as they were', () => {
  const [given, boxed] = [Uint8Array.from(message), Uint8Array.from(box)];
  seal(given, { nonce, key });
  open(boxed, { nonce, key });
  expect([given, boxed]).toEqual([message, box]);
});
