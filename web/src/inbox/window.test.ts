import { expect, it } from 'vitest';
import { scrollToShow, visibleRows } from './window';

it.each([
  ['the top', 0, 500, 1000, { first: 0, end: 11 }],
  ['the middle', 10_000, 500, 1000, { first: 94, end: 111 }],
  ['the end', 99_500, 500, 1000, { first: 989, end: 1000 }],
  ['nothing', 0, 500, 0, { first: 0, end: 0 }],
  ['a list that became shorter', 99_500, 500, 3, { first: 3, end: 3 }],
])('rows at %s', (_, scrollTop, viewport, count, expected) => {
  expect(visibleRows(scrollTop, viewport, 100, count)).toEqual(expected);
});

it.each([
  ['above', 2, 500, 200],
  ['seen', 6, 500, null],
  ['below', 20, 500, 1600],
])('a row %s', (_, index, scrollTop, expected) => {
  expect(scrollToShow(index, scrollTop, 500, 100)).toBe(expected);
});
