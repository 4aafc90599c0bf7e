import { expect, test } from 'vitest';
import { createOffers } from '../../../app/engine/offers.ts';
import { createVirtualClock } from '../../../app/fake/clock.ts';
import type { Found } from '../../../app/transfer/found.ts';
import { host } from '../hosts/host.ts';

function found(secret: Uint8Array): Found {
  const item = { host: host(), secrets: { 'spa-key': secret }, counter: null, notes: [] };
  return { source: 'fwknoprc', items: [item], notes: [] };
}

test('what is not taken within ten minutes is wiped', async () => {
  const clock = createVirtualClock();
  const offers = createOffers({ clock });
  const secret = Uint8Array.of(1, 2, 3);
  offers.keep('a', found(secret));
  await clock.run(clock.sleep(599_999));
  expect([...secret]).toEqual([1, 2, 3]);
  await clock.run(clock.sleep(2));
  expect([...secret]).toEqual([0, 0, 0]);
  expect(offers.take('a')).toBeNull();
});

test('what was taken is left to its taker', async () => {
  const clock = createVirtualClock();
  const offers = createOffers({ clock });
  const secret = Uint8Array.of(1, 2, 3);
  offers.keep('a', found(secret));
  expect(offers.take('a')?.items[0]?.secrets['spa-key']).toBe(secret);
  await clock.run(clock.sleep(600_001));
  expect([...secret]).toEqual([1, 2, 3]);
});

test('the seventeenth wipes the first', () => {
  const offers = createOffers({ clock: createVirtualClock() });
  const secrets = Array.from({ length: 17 }, () => Uint8Array.of(1));
  for (const [index, secret] of secrets.entries()) offers.keep(String(index), found(secret));
  expect(secrets.map(([byte]) => byte)).toEqual([0, ...Array<number>(16).fill(1)]);
});
