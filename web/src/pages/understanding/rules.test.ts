import { describe, expect, it } from 'vitest';
import { foundRules, phraseProblem } from './rules';

describe('a phrase', () => {
  const known = [{ phrase: 'War Zone' }, { phrase: 'ウォーゾーン' }];

  it.each([
    ['nothing', '  ', 'required'],
    ['a new one', '워 존', null],
    ['the same in capitals', 'WAR ZONE', 'exists'],
    ['the same with more space', ' war   zone ', 'exists'],
    ['the same at half width', 'ｳｫｰｿﾞｰﾝ', 'exists'],
    ['a part of another', 'war', null],
    ['a hundred characters of two units each', '😀'.repeat(100), null],
    ['one more', '가'.repeat(101), 'too_long'],
  ])('%s', (_, phrase, expected) => expect(phraseProblem(phrase, known)).toBe(expected));
});

it('rules are found by their words, newest first', () => {
  const rules = [
    { phrase: 'War Zone', created_at: 1 },
    { phrase: 'Peace', created_at: 2 },
    { phrase: 'ＷＡＲ paint', created_at: 3 },
  ];
  expect(foundRules(rules, 'war').map(({ phrase }) => phrase)).toEqual(['ＷＡＲ paint', 'War Zone']);
  expect(foundRules(rules, ' ')).toHaveLength(3);
});
