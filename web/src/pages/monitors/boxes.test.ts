import { describe, expect, it } from 'vitest';
import { addTerms, addWords, emptyBoxes, hasFilters, isBlank, piecesOf, sortTyped, turn, wholeNumber, without } from './boxes';

const plain = (text: string) => ({ text, variants: false, exact: false });
const wide = (text: string) => ({ text, variants: true, exact: false });
const whole = (text: string) => ({ text, variants: false, exact: true });

describe('what was typed', () => {
  it.each([
    ['아크메', ['아크메']],
    ['acme, 아크메，アクメ、 エーシーエムイー', ['acme', '아크메', 'アクメ', 'エーシーエムイー']],
    ['acme fridge\nacme  washer\n\n', ['acme fridge', 'acme washer']],
    [' , ,', []],
  ])('%j is cut', (text, pieces) => expect(piecesOf(text)).toEqual(pieces));

  it.each([
    ['아크메', true, [wide('아크메')]],
    ['아크메', false, [plain('아크메')]],
    ['~아크메', false, [wide('아크메')]],
    ['～アクメ', false, [wide('アクメ')]],
    ['=삼성', true, [whole('삼성')]],
    ['"exact phrase", 「冷蔵庫」', false, [plain('exact phrase'), plain('冷蔵庫')]],
    ['~, =', true, []],
  ])('%j (other spellings: %s) becomes chips', (text, variants, terms) => expect(sortTyped(text, variants).terms).toEqual(terms));

  it('sends tags and handles to their own boxes', () => {
    expect(sortTyped('아크메, #냉장고, ＃冷蔵庫, @acme.example, ＠acme', false)).toEqual({
      terms: [plain('아크메')],
      hashtags: ['냉장고', '冷蔵庫'],
      handles: ['acme.example', 'acme'],
    });
  });

  it('leaves a sign within words alone', () => expect(sortTyped('C#, 1# 2, mail@acme.example', false).terms.map(({ text }) => text)).toEqual(['C#', '1# 2', 'mail@acme.example']));
});

describe('chips', () => {
  it('are never doubled, whatever the case or width', () => {
    expect(addTerms([plain('Acme'), plain('ｱｸﾒ')], [wide('ACME'), wide('アクメ'), wide('acme.kr')])).toEqual([plain('Acme'), plain('ｱｸﾒ'), wide('acme.kr')]);
    expect(addWords(['냉장고'], ['냉장고', '', '세탁기'])).toEqual(['냉장고', '세탁기']);
  });

  it('go one at a time', () => expect(without(['a', 'b', 'c'], 1)).toEqual(['a', 'c']));

  it.each([
    [plain('a'), 'variants', wide('a')],
    [wide('a'), 'variants', plain('a')],
    [wide('a'), 'exact', whole('a')],
    [whole('a'), 'variants', wide('a')],
  ] as const)('%j, %s turned: %j', (before, mark, after) => expect(turn(before, mark)).toEqual(after));
});

describe('boxes', () => {
  it('are blank when nothing is in them', () => {
    expect(isBlank(emptyBoxes())).toBe(true);
    expect(isBlank({ ...emptyBoxes(), none: [plain('a')] })).toBe(false);
    expect(isBlank({ ...emptyBoxes(), followers_min: 1000 })).toBe(false);
  });

  it('tell filters from words', () => {
    expect(hasFilters({ ...emptyBoxes(), any: [plain('a')] })).toBe(false);
    expect(hasFilters({ ...emptyBoxes(), languages: ['ko'] })).toBe(true);
  });
});

it.each([
  ['', null],
  ['1000', 1000],
  ['1,000', 1000],
  ['１０００', 1000],
  ['0', 0],
  ['-1', undefined],
  ['many', undefined],
  ['1.5', undefined],
])('%j as a number: %s', (text, number) => expect(wholeNumber(text)).toBe(number));
