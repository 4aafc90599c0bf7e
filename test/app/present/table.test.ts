import { expect, test } from 'vitest';
import { alignRows } from '../../../app/present/table.ts';

test('columns are as wide as their widest cell, and lines end with their text', () => {
  expect(
    alignRows([
      ['A', 'LONG NAME', 'C'],
      ['ÅÅÅ', 'b', ''],
    ]),
  ).toEqual(['A    LONG NAME  C', 'ÅÅÅ  b']);
});

test('no rows are no lines', () => {
  expect(alignRows([])).toEqual([]);
});
