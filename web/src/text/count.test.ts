import { describe, expect, it } from 'vitest';
import type { Limits } from '../api/types';
import { countText, countUnits } from './count';

const bluesky: Limits = { counter: 'graphemes_and_bytes', units_max: 300, bytes_max: 3000, parts_max: 10 };

it.each([
  ['', 0],
  ['hello', 5],
  ['가나다', 3],
  ['👩‍👩‍👧', 1],
  ['🇰🇷🇯🇵', 2],
  ['e\u0301', 1],
  ['a\r\nb', 3],
])('%j is %i graphemes', (text, expected) => {
  expect(countUnits(text, 'graphemes_and_bytes')).toBe(expected);
});

describe('a text', () => {
  it.each([
    ['nothing', '', 0, false],
    ['spaces only', '  \n ', 0, false],
    ['exactly one part', '가'.repeat(300), 1, true],
    ['one more', '가'.repeat(301), 2, true],
    ['many bytes in few graphemes', '👩‍👩‍👧'.repeat(200), 2, true],
    ['words that leave room at the end of a part', `${'a'.repeat(299)} bb ${'c'.repeat(290)}`, 2, true],
    ['more than the network takes', '가'.repeat(3001), 11, false],
  ])('of %s', (_, text, parts, fits) => {
    expect(countText(text, bluesky)).toMatchObject({ parts, fits });
  });
});
