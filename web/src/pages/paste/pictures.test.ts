import { expect, it } from 'vitest';
import { PICTURE_BYTES_MAX, pictureProblem, picturesOf, timeOf } from './pictures';

it.each([
  ['a screenshot', 'image/png', 1000, null],
  ['a picture of the largest size', 'image/jpeg', PICTURE_BYTES_MAX, null],
  ['a larger one', 'image/jpeg', PICTURE_BYTES_MAX + 1, 'too_large'],
  ['an empty one', 'image/webp', 0, 'empty'],
  ['a document', 'application/pdf', 1000, 'not_a_picture'],
  ['a drawing that can hold a program', 'image/svg+xml', 1000, 'not_a_picture'],
  ['a file without a type', '', 1000, 'not_a_picture'],
])('%s', (_, type, size, expected) => {
  expect(pictureProblem({ type, size })).toBe(expected);
});

it('takes the pictures out of what was pasted', () => {
  const files = [new File(['x'], 'a.png', { type: 'image/png' }), new File(['x'], 'b.txt', { type: 'text/plain' })];
  expect(picturesOf({ files: files as unknown as FileList }).map((file) => file.name)).toEqual(['a.png']);
  expect(picturesOf(null)).toEqual([]);
});

it('reads a time by the reader’s clock', () => {
  expect(timeOf('2026-11-22T13:05')).toBe(new Date(2026, 10, 22, 13, 5).getTime());
  expect(timeOf('')).toBeUndefined();
  expect(timeOf('soon')).toBeUndefined();
});
