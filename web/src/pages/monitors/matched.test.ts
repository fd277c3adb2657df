import { describe, expect, it } from 'vitest';
import { distinctSpans, matchedPieces } from './matched';

const span = (start: number, end: number, term: string, variant: string | null = null) => ({ start, end, term, variant, reason: variant === null ? null : 'jamo:ㅔ→ㅐ' });

describe('a matched text', () => {
  it('is cut at bytes of the original', () => {
    const pieces = matchedPieces('😀 아크매가 또', [span(5, 14, '아크메', '아크매')]);
    expect(pieces.map(({ text, spans }) => [text, spans.length])).toEqual([
      ['😀 ', 0],
      ['아크매', 1],
      ['가 또', 0],
    ]);
  });

  it('says the spelling before the term where both lie', () => {
    const [piece] = matchedPieces('abc', [span(0, 3, 'abc'), span(0, 3, 'abd', 'abc')]);
    expect(piece?.spans.map(({ term }) => term)).toEqual(['abd', 'abc']);
  });

  it('without hits is itself', () => expect(matchedPieces('abc', [])).toEqual([{ text: 'abc', spans: [] }]));
  it('may be empty', () => expect(matchedPieces('', [])).toEqual([]));
});

it('each word is explained once', () => {
  expect(distinctSpans([span(0, 1, 'a'), span(4, 5, 'a'), span(6, 7, 'a', 'b')]).map(({ start }) => start)).toEqual([0, 6]);
});
