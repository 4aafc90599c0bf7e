import { describe, expect, test } from 'vitest';
import { pauseAt, pauseFor } from '../../../app/rules/pause.ts';
import { noon } from './rule.ts';
import { wall, zone } from './zones.ts';

const berlin = zone('Europe/Berlin');

describe('a pause', () => {
  test('of an hour ends after an hour', () => {
    expect(pauseFor('hour', noon, berlin)).toBe(noon + 3_600_000);
  });

  test.each([
    ['2026-03-03T12:00Z', '2026-03-04 00:00'],
    ['2026-03-03T23:00Z', '2026-03-05 00:00'],
    ['2026-03-28T23:00Z', '2026-03-30 00:00'],
  ])('until tomorrow, begun at %s, ends at midnight by the clock on the wall', (begun, end) => {
    expect(wall(Number(pauseFor('until-tomorrow', Date.parse(begun), berlin)), berlin)).toBe(end);
  });

  test('until tomorrow ends where clocks skip midnight too', () => {
    const beirut = zone('Asia/Beirut');
    const begun = Date.parse('2026-03-28T12:00Z');
    expect(wall(Number(pauseFor('until-tomorrow', begun, beirut)), beirut)).toBe('2026-03-29 01:00');
  });

  test('until resumed has no end', () => {
    expect(pauseFor('until-resumed', noon, berlin)).toBe('resumed');
    expect(pauseAt({ pausedUntil: 'resumed' }, noon)).toEqual({ until: null });
  });

  test('is over at its end, not before', () => {
    expect(pauseAt({ pausedUntil: noon }, noon - 1)).toEqual({ until: noon });
    expect(pauseAt({ pausedUntil: noon }, noon)).toBeNull();
    expect(pauseAt({ pausedUntil: null }, noon)).toBeNull();
  });
});
