import { expect, test } from 'vitest';
import { pknockPayload, secondsUntilSafe } from '../../../app/spa/pknock.ts';
import { pknock } from './vectors.ts';

test.each(pknock.vectors)('$secret from $sourceIp at $time', ({ secret, sourceIp, time, udpPayloadHex }) => {
  const payload = pknockPayload({ secret: Buffer.from(secret), sourceAddress: sourceIp, timeS: time });
  expect(Buffer.from(payload).toString('hex')).toBe(udpPayloadHex);
  expect(payload).toHaveLength(65);
});

test.each([
  ['', '198.51.100.7'],
  ['x'.repeat(32), '198.51.100.7'],
  ['foo', '2001:db8::7'],
  ['foo', 'example.net'],
])('there is no payload for the secret %j and the address %j', (secret, sourceAddress) => {
  expect(() => pknockPayload({ secret: Buffer.from(secret), sourceAddress, timeS: 0 })).toThrow(
    /secret of|no IPv4/,
  );
});

test.each([
  [0, 2],
  [1.5, 0.5],
  [2, 0],
  [55.9, 0],
  [56, 6],
  [59.5, 2.5],
])('at second %d of a minute it waits %d s', (second, expected) => {
  expect(secondsUntilSafe(1_795_225_800 + second)).toBe(expected);
});
