import { describe, expect, it } from 'vitest';
import { added, isOn, noChoice, pruned, switched, switchedAll, taken } from './choice';

const byItself = { text: '아크매', reason: 'jamo:ㅔ→ㅐ', on: true, noise: 3 };
const byHand = { text: '악메', reason: 'missing:크', on: false, noise: 70 };
const TERM = '아크메';
const spelling = ({ text }: { text: string }) => ({ term: TERM, text });

describe('a switch', () => {
  it('keeps only what differs from the list', () => {
    const off = switched(noChoice(), TERM, byItself, false);
    expect(off).toEqual({ off: [spelling(byItself)], on: [], also: [] });
    expect(isOn(off, TERM, byItself)).toBe(false);
    expect(switched(off, TERM, byItself, true)).toEqual(noChoice());
  });

  it('turns on what is off by itself', () => {
    const on = switched(noChoice(), TERM, byHand, true);
    expect(on).toEqual({ off: [], on: [spelling(byHand)], also: [] });
    expect(isOn(on, TERM, byHand)).toBe(true);
    expect(switched(on, TERM, byHand, false)).toEqual(noChoice());
  });

  it('is about one term', () => {
    const off = switched(noChoice(), TERM, byItself, false);
    expect(isOn(off, '다른말', byItself)).toBe(true);
  });

  it('pressed twice counts once', () => {
    const once = switched(noChoice(), TERM, byItself, false);
    expect(switched(once, TERM, byItself, false)).toEqual(once);
  });

  it('turns a whole family', () => {
    const all = switchedAll(noChoice(), TERM, [byItself, byHand], true);
    expect([byItself, byHand].map((one) => isOn(all, TERM, one))).toEqual([true, true]);
    const none = switchedAll(all, TERM, [byItself, byHand], false);
    expect([byItself, byHand].map((one) => isOn(none, TERM, one))).toEqual([false, false]);
  });
});

describe('own spellings', () => {
  it.each([
    ['acme', [{ term: TERM, text: 'acme' }]],
    ['  애크   미 ', [{ term: TERM, text: '애크 미' }]],
    ['', []],
    [TERM, []],
  ])('%j', (text, also) => expect(added(noChoice(), TERM, text).also).toEqual(also));

  it('come once and go again', () => {
    const once = added(noChoice(), TERM, 'acme');
    expect(added(once, TERM, 'acme')).toEqual(once);
    expect(taken(once, TERM, 'acme')).toEqual(noChoice());
  });
});

it('what was decided about words that are gone goes with them', () => {
  const both = added(switched(noChoice(), '냉장고', byItself, false), TERM, 'acme');
  expect(pruned(both, [TERM])).toEqual({ off: [], on: [], also: [{ term: TERM, text: 'acme' }] });
});
