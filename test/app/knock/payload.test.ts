import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Payload } from '../../../app/hosts/step-schema.ts';
import { payloadBytes } from '../../../app/knock/payload.ts';

/** Chance that counts: 1, 2, 3, … */
const counting = (bytes: number) => Uint8Array.from({ length: bytes }, (_, index) => index + 1);

test.each<[string, Payload | undefined, readonly number[]]>([
  ['no payload is the single byte 00', undefined, [0]],
  ['text is UTF-8', { kind: 'text', text: 'ö€' }, [0xc3, 0xb6, 0xe2, 0x82, 0xac]],
  ['empty text is an empty datagram', { kind: 'text', text: '' }, []],
  ['hex digits may be of either case', { kind: 'hex', hex: '00fFA0' }, [0, 255, 160]],
  ['no digits are an empty datagram', { kind: 'hex', hex: '' }, []],
  ['base64 keeps every bit', { kind: 'base64', base64: '+/8=' }, [0xfb, 0xff]],
  ['no base64 is an empty datagram', { kind: 'base64', base64: '' }, []],
  ['random bytes are asked for by number', { kind: 'random', bytes: 3 }, [1, 2, 3]],
])('%s', (_, payload, bytes) => {
  expect(payloadBytes(payload, counting)).toEqual(Uint8Array.from(bytes));
});

test('hex and base64 of any bytes are those bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1200 }), (bytes) => {
      const node = Buffer.from(bytes);
      const hex = payloadBytes({ kind: 'hex', hex: node.toString('hex') }, counting);
      const base64 = payloadBytes({ kind: 'base64', base64: node.toString('base64') }, counting);
      expect([hex, base64]).toEqual([bytes, bytes]);
    }),
  );
});
