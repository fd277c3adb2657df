import { describe, expect, it } from 'vitest';
import { percentOf, remainingMs, remembered, turnedOf } from './runs';

it('what changed most comes first', () => {
  const turned = turnedOf({
    posts: 130,
    sentiments: [
      { from: null, to: 'negative', posts: 4 },
      { from: 'neutral', to: 'negative', posts: 120 },
    ],
    labels: [{ label: 'complaint', gained: 34, lost: 6 }],
  });
  expect(turned.map((one) => [one.is, one.posts])).toEqual([
    ['sentiment', 120],
    ['label', 40],
    ['sentiment', 4],
  ]);
});

describe('how far', () => {
  it.each([
    [{ total: 0, done: 0, state: 'running' }, 0],
    [{ total: 1000, done: 999, state: 'running' }, 99],
    [{ total: 10, done: 12, state: 'running' }, 99],
    [{ total: 0, done: 0, state: 'done' }, 100],
    [{ total: 200, done: 50, state: 'stopped' }, 25],
  ] as const)('%j is %i%%', (run, expected) => expect(percentOf(run)).toBe(expected));

  it('how long follows from the last looks', () => {
    const samples = [{ at: 0, done: 0 }, { at: 1000, done: 500 }];
    expect(remainingMs(samples, 2000)).toBe(3000);
    expect(remainingMs(samples.slice(0, 1), 2000)).toBeNull();
    expect(remainingMs([{ at: 0, done: 5 }, { at: 9, done: 5 }], 2000)).toBeNull();
  });

  it('another run begins anew', () => {
    expect(remembered([{ at: 0, done: 90 }], { at: 5, done: 10 })).toEqual([{ at: 5, done: 10 }]);
    expect(remembered(Array.from({ length: 8 }, (_, at) => ({ at, done: at })), { at: 9, done: 9 })).toHaveLength(8);
  });
});
