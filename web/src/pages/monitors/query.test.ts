import { describe, expect, it } from 'vitest';
import { add, emptyQuery, isBroad, queryProblem, sameQuery, termsOf, without } from './query';

describe('chips', () => {
  it.each([
    ['아크메', ['아크메']],
    ['acme, 아크메，アクメ、 エーシーエムイー', ['acme', '아크메', 'アクメ', 'エーシーエムイー']],
    ['acme fridge\nacme  washer\n\n', ['acme fridge', 'acme washer']],
    ['"exact phrase"', ["exact phrase"]],
    ['「冷蔵庫」', ['冷蔵庫']],
    [' , ,', []],
  ])('%j', (text, terms) => expect(termsOf(text)).toEqual(terms));

  it('are never doubled, whatever the case or width', () => {
    expect(add(['Acme', 'ｱｸﾒ'], 'ACME, アクメ, ａｃｍｅ, acme.kr')).toEqual(['Acme', 'ｱｸﾒ', 'acme.kr']);
  });

  it('go one at a time', () => expect(without(['a', 'b', 'c'], 1)).toEqual(['a', 'c']));
});

describe('a query', () => {
  it.each([
    ['needs something to listen for', { ...emptyQuery(), none: ['무관'] }, { box: 'any', code: 'no_terms' }],
    ['is fine with one word', { ...emptyQuery(), any: ['아크메'] }, null],
    ['is fine with words that must all occur', { ...emptyQuery(), all: ['아크메', '냉장고'] }, null],
    ['takes no essay', { ...emptyQuery(), any: ['x'], none: ['가'.repeat(101)] }, { box: 'none', code: 'too_long' }],
    ['takes no dictionary', { ...emptyQuery(), any: Array.from({ length: 101 }, (_, i) => `w${i}`) }, { box: 'any', code: 'too_many' }],
  ])('%s', (_, query, problem) => expect(queryProblem(query)).toEqual(problem));

  it('warns of single characters', () => {
    expect(isBroad({ ...emptyQuery(), any: ['a'] })).toBe(true);
    expect(isBroad({ ...emptyQuery(), any: ['아크메'] })).toBe(false);
    expect(isBroad({ any: ['a'], all: ['아크메', '고장'], none: [] })).toBe(false);
  });

  it('knows whether it was changed', () => {
    expect(sameQuery({ any: ['a'], all: [], none: [] }, { any: ['a'], all: [], none: [] })).toBe(true);
    expect(sameQuery({ any: ['a'], all: [], none: [] }, { any: ['a'], all: [], none: ['b'] })).toBe(false);
  });
});
