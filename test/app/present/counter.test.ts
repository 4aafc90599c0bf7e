import { expect, test } from 'vitest';
import { newCounter } from '../../../app/otp/counter.ts';
import { describeCounter, describeListEnd } from '../../../app/present/counter.ts';
import { host } from '../hosts/host.ts';

const hotp = host({ knock: { method: 'hotp', derivation: { scheme: 'pk1', label: 'nas' } } });
const list = host({ knock: { method: 'list', warnBelow: 5 } });
const at = (next: number, total: number | null) => newCounter(next, total);

test('counters begin at 0, and lines at 1', () => {
  expect(describeCounter(hotp, null)).toEqual(['Next is counter 0.']);
  expect(describeCounter(list, at(0, 9))).toEqual(['Next is line 1 of 9.']);
  expect(describeCounter(list, at(9, 9))).toEqual(['Every line is used.']);
  expect(describeCounter(host(), at(3, null))).toEqual([]);
});

test('what left unseen is told: as a question, or as where the server may be', () => {
  expect(describeCounter(hotp, { confirmed: 3, next: 5, total: null, doubt: 4 })).toEqual([
    'Next is counter 5.',
    'Nobody saw whether counter 4 opened the door.',
  ]);
  expect(describeCounter(list, { confirmed: 3, next: 5, total: 9, doubt: null })).toEqual([
    'Next is line 6 of 9.',
    'The server may still expect line 4: it was not seen to open the door.',
  ]);
});

test.each([
  [5, null],
  [6, 'Only 4 lines are left. Add lines on the server and here.'],
  [9, 'Only one line is left. knockd ends when its last line is used: add lines on the server and here.'],
  [10, 'Every line of the list is used. Add lines on the server and here.'],
])('with %i of 10 lines used the end of the list is told as %j', (next, told) => {
  expect(describeListEnd(list, at(next, 10))).toBe(told);
});

test('a counter has no end', () => {
  expect(describeListEnd(hotp, at(1, null))).toBeNull();
  expect(describeListEnd(list, null)).toBeNull();
});
