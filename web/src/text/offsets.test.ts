import { describe, expect, it } from 'vitest';
import { utf16Offsets, utf8Bytes } from './offsets';

/** Cuts a text by byte offsets, the slow and certain way. */
function cut(text: string, start: number, end: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(start, end));
}

describe('byte offsets become UTF-16 offsets', () => {
  it.each([
    ['plain text', 0, 5],
    ['아크메 냉장고 또 고장', 0, 9],
    ['아크메 냉장고 또 고장', 10, 19],
    ['😀 아크메 👩‍👩‍👧 broke', 5, 14],
    ['é🇰🇷返金希望です', 10, 16],
  ])('%s from %i to %i', (text, start, end) => {
    const [from, to] = utf16Offsets(text, [start, end]);
    expect(text.slice(from, to)).toBe(cut(text, start, end));
  });

  it('takes offsets in any order and repeats', () => {
    expect(utf16Offsets('가나다', [6, 0, 3, 6])).toEqual([2, 0, 1, 2]);
  });

  it('never cuts a character in two', () => {
    expect(utf16Offsets('가😀', [1, 2, 4, 5])).toEqual([0, 0, 1, 1]);
  });

  it('an offset behind the end is the end', () => {
    expect(utf16Offsets('ab', [2, 99])).toEqual([2, 2]);
    expect(utf16Offsets('', [0, 3])).toEqual([0, 0]);
  });
});

it.each(['', 'abc', 'é', '가나다', '😀', '👩‍👩‍👧', '\ud800'])('bytes of %s', (text) => {
  expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
});
