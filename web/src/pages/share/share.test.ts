import { describe, expect, it } from 'vitest';
import type { ShareOfVoice, Voice } from '../../api/types';
import { dayTotals, labelled, lackOf, languagesOf, moved, seriesOf, sidesOf, stack, ticks } from './share';

const voice = (name: string, side: Voice['side'], by_day: number[], by_language: Record<string, number> = {}): Voice => ({
  id: name, name, side, by_day, by_language, total: by_day.reduce((a, b) => a + b, 0),
});
const share = (...monitors: Voice[]): ShareOfVoice => ({ days: ['2026-11-20', '2026-11-21'], monitors });

describe('the stack', () => {
  it('has ours at the bottom and the loudest of each side first', () => {
    const series = seriesOf(share(voice('b', 'competitor', [1, 1]), voice('a', 'own', [1, 0]), voice('c', 'competitor', [9, 9]), voice('d', 'own', [2, 2])));
    expect(series.map(({ name, look }) => [name, look])).toEqual([['d', 'own-0'], ['a', 'own-1'], ['c', 'competitor-0'], ['b', 'competitor-1']]);
  });

  it('draws as one what is more than there are looks', () => {
    const many = Array.from({ length: 9 }, (_, index) => voice(`m${index}`, 'competitor', [9 - index, 0]));
    const series = seriesOf(share(...many));
    expect(series.map(({ name, voices }) => [name, voices])).toEqual([['m0', 1], ['m1', 1], ['m2', 1], ['m3', 1], [null, 5]]);
    expect(dayTotals(series, 2)).toEqual([45, 0]);
  });

  it('fills the height with the most and leaves out what nobody said', () => {
    const series = seriesOf(share(voice('a', 'own', [3, 0]), voice('b', 'competitor', [1, 2])));
    expect(stack(series, 0, 4, 100)).toEqual([{ look: 'own-0', y: 25, height: 75 }, { look: 'competitor-0', y: 0, height: 25 }]);
    expect(stack(series, 1, 4, 100)).toEqual([{ look: 'competitor-0', y: 50, height: 50 }]);
  });
});

describe('our share', () => {
  it.each([
    ['of what was said of both', share(voice('a', 'own', [3, 0]), voice('b', 'competitor', [1, 0])), { own: 3, competitor: 1, share: 0.75 }],
    ['is unknown while nothing was said', share(voice('a', 'own', [0, 0]), voice('b', 'competitor', [0, 0])), { own: 0, competitor: 0, share: null }],
    ['is unknown without a competitor', share(voice('a', 'own', [3, 0])), { own: 3, competitor: 0, share: null }],
  ])('%s', (_, given, expected) => expect(sidesOf(given)).toEqual(expected));

  it('is told for each language, the most spoken first', () => {
    const given = share(voice('a', 'own', [4, 0], { ko: 3, ja: 1 }), voice('b', 'competitor', [4, 0], { ko: 1, en: 3, ja: 1 }), voice('c', 'competitor', [1, 0], { en: 2, fr: 0 }));
    expect(languagesOf(given)).toEqual([
      { language: 'en', own: 0, competitor: 5, share: 0 },
      { language: 'ko', own: 3, competitor: 1, share: 0.75 },
      { language: 'ja', own: 1, competitor: 1, share: 0.5 },
    ]);
  });

  it.each([
    ['monitors', share()],
    ['competitor', share(voice('a', 'own', [0, 0]))],
    ['own', share(voice('b', 'competitor', [0, 0]))],
    [null, share(voice('a', 'own', [0, 0]), voice('b', 'competitor', [0, 0]))],
  ])('what is missing: %s', (lack, given) => expect(lackOf(given)).toBe(lack));
});

describe('the axes', () => {
  it.each([
    [0, [0, 1]], [1, [0, 1]], [4, [0, 1, 2, 3, 4]], [5, [0, 2, 4, 6]], [40, [0, 10, 20, 30, 40]], [130, [0, 50, 100, 150]], [7001, [0, 2000, 4000, 6000, 8000]],
  ])('%d has round numbers up to it', (most, expected) => expect(ticks(most)).toEqual(expected));

  it('as many days are named as have room, the last one always', () => {
    expect(labelled(7, 700, 60)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(labelled(30, 300, 60)).toEqual([5, 11, 17, 23, 29]);
    expect(labelled(90, 0, 60).at(-1)).toBe(89);
  });

  it.each([
    ['ArrowRight', 3, 4], ['ArrowLeft', 3, 2], ['ArrowLeft', 0, 0], ['End', 3, 6], ['Home', 3, 0], ['PageUp', 3, 6], ['PageDown', 3, 0], ['x', 3, 3],
  ])('%s leads from day %d to day %d', (key, from, to) => expect(moved(from, key, 7)).toBe(to));
});
