import { expect, it } from 'vitest';
import type { Moved } from '../api/types';
import { clip, strongest } from './words';

const text = '배송이 최악😡 고마워요 최악';
const bytes = (word: string, from = 0) => {
  const start = new TextEncoder().encode(text.slice(0, text.indexOf(word, from))).length;
  return { start, end: start + new TextEncoder().encode(word).length };
};
const moved: Moved[] = [
  { ...bytes('배송이'), weight: 300 },
  { ...bytes('최악'), weight: 1200 },
  { ...bytes('고마워요'), weight: -700 },
  { ...bytes('최악', 10), weight: 900 },
];

it('quotes the strongest words first, each once', () => {
  expect(strongest(text, moved, 'towards')).toEqual(['최악', '배송이']);
  expect(strongest(text, moved, 'against')).toEqual(['고마워요']);
  expect(strongest(text, [], 'towards')).toEqual([]);
});

it('says three at most', () => {
  const letters = 'a b c d e';
  const each = [0, 2, 4, 6, 8].map((start) => ({ start, end: start + 1, weight: 10 + start }));
  expect(strongest(letters, each, 'towards')).toEqual(['e', 'd', 'c']);
});

it.each([
  ['。', []],
  ['"...', []],
  ['!!', ['!!']],
  ['😡', ['😡']],
  ['ㅠㅠ', ['ㅠㅠ']],
])('%s is quoted as %j', (mark, expected) => {
  expect(strongest(mark, [{ start: 0, end: 99, weight: 1 }], 'towards')).toEqual(expected);
});

it('cuts long words between characters', () => {
  expect(clip('😀'.repeat(41))).toBe(`${'😀'.repeat(40)}…`);
});
