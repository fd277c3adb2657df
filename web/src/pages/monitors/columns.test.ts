import { describe, expect, it } from 'vitest';
import { rangeOf, underlined } from './columns';
import type { Problem } from './types';

const problem = (column: number, length: number): Problem => ({ code: 'any', column, length, suggestion: null, about: null });

describe('the place of a problem', () => {
  it.each([
    ['at the start', '아크메 or acme', 1, 3, '아크메'],
    ['behind wide characters', '아크메 or acme', 5, 2, 'or'],
    ['behind a character of two units', '😀 or acme', 3, 2, 'or'],
    ['a character of two units itself', 'a 𠮷 b', 3, 1, '𠮷'],
    ['decomposed Hangul, counted letter by letter', '각'.normalize('NFD') + ' or', 5, 2, 'or'],
    ['a family is many code points', '👨‍👩‍👧 or', 7, 2, 'or'],
    ['reaching behind the end', 'acme (', 6, 9, '('],
    ['on the second line', 'acme\nor x', 6, 2, 'or'],
  ])('%s', (_, text, column, length, words) => {
    const range = rangeOf(text, { column, length });
    expect(text.slice(range?.start, range?.end)).toBe(words);
  });

  it('is nowhere when the whole query is meant', () => expect(rangeOf('acme', { column: 0, length: 0 })).toBeNull());

  it('may be behind the end, where something is missing', () => expect(rangeOf('acme AND', { column: 9, length: 0 })).toEqual({ start: 8, end: 8 }));
});

describe('the underlined query', () => {
  it('is the same text, piece by piece', () => {
    const text = '😀 or (아크메';
    const pieces = underlined(text, [problem(3, 2), problem(6, 1)]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.problem !== null)).toEqual([
      { text: 'or', problem: 0 },
      { text: '(', problem: 1 },
    ]);
  });

  it('has a point where something is missing', () => {
    expect(underlined('acme AND', [problem(9, 0)])).toEqual([
      { text: 'acme AND', problem: null },
      { text: '', problem: 0 },
    ]);
  });

  it('has nothing for a problem of the whole', () => expect(underlined('acme', [problem(0, 0)])).toEqual([{ text: 'acme', problem: null }]));

  it('shows the outer of two problems in each other', () => {
    expect(underlined('(a or b', [problem(1, 7), problem(4, 2)]).map((piece) => piece.problem)).toEqual([0, 0, 0]);
  });
});
