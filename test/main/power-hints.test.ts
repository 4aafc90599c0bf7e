import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { powerHints } from '../../main/power-hints.ts';

test('waking is told as waking, unlocking as a chance to look; after the end nothing is told', async () => {
  const powerMonitor = new EventEmitter();
  const stop = new AbortController();
  const heard: string[] = [];
  // Electron types its events one by one; an emitter is what it is.
  const source = powerHints(powerMonitor as unknown as Parameters<typeof powerHints>[0]);
  const ended = source.listen(
    { onActive: () => void heard.push('active'), onHint: (hint) => void heard.push(hint) },
    stop.signal,
  );
  powerMonitor.emit('suspend');
  powerMonitor.emit('resume');
  powerMonitor.emit('unlock-screen');
  expect(heard).toEqual(['active', 'woke', 'changed']);
  stop.abort();
  await ended;
  powerMonitor.emit('resume');
  expect(heard.length).toBe(3);
  expect(powerMonitor.eventNames()).toEqual([]);
});
