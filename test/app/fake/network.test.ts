import { expect, test } from 'vitest';
import { createFakeNetwork, offline, wifiReading } from '../../../app/fake/network.ts';

const { signal } = new AbortController();

test('it is what it was told, and tells those who watch', async () => {
  const network = createFakeNetwork();
  const hints: string[] = [];
  const stop = network.watch({ onHint: (hint) => void hints.push(hint), onSources() {} });
  expect(await network.read()).toEqual(offline);
  network.setReading(wifiReading());
  network.hint('changed');
  expect((await network.read()).links[0]?.ssid).toBe('Home');
  stop();
  network.hint('woke');
  expect([hints, network.isWatched(), network.reads()]).toEqual([['changed'], false, 2]);
});

test('pages, names and connections answer as they were told to', async () => {
  const network = createFakeNetwork();
  network.setCaptive('captive');
  network.setResolving(false);
  network.setConnected(['198.51.100.7 22']);
  expect(await network.isCaptive('http://portal.example/', signal)).toBe('captive');
  expect(await network.canResolve('nas.example', signal)).toBe(false);
  expect(await network.isConnectedTo('198.51.100.7', 22)).toBe(true);
  expect(await network.isConnectedTo('198.51.100.7', 23)).toBe(false);
  network.setConnected(null);
  expect(await network.isConnectedTo('198.51.100.7', 22)).toBeNull();
  expect(network.asked).toEqual(['http://portal.example/']);
});
