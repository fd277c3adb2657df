import { describe, expect, it } from 'vitest';
import { noChoice } from './choice';
import type { Monitor } from './types';
import { found, useful } from './listing';

function monitor(name: string, query: string, more: Partial<Monitor> = {}): Monitor {
  const skipped = { count: 0, from: null, to: null };
  return { id: name, name, query, boxes: null, variants: noChoice(), side: 'own', budget: { per_hour: null, per_day: null }, skipped, enabled: true, created_at: 0, updated_at: 0, ...more };
}

const LIST = [
  monitor('냉장고', '~아크메 냉장고'),
  monitor('Rivals', 'umbra OR ウンブラ', { side: 'competitor' }),
  monitor('Old', 'ACME 2019', { enabled: false, skipped: { count: 3, from: 1, to: 2 } }),
];
const names = (monitors: Monitor[]) => monitors.map(({ name }) => name);

describe('finding a monitor', () => {
  it.each([
    ['', 'all', ['냉장고', 'Rivals', 'Old']],
    ['acme', 'all', ['Old']],
    ['ｕｍｂｒａ', 'all', ['Rivals']],
    ['아크메 냉장고', 'all', ['냉장고']],
    ['', 'competitor', ['Rivals']],
    ['', 'off', ['Old']],
    ['', 'sampled', ['Old']],
    ['umbra', 'on', ['Rivals']],
    ['nothing like it', 'all', []],
  ] as const)('%j among %s', (searched, shown, expected) => expect(names(found(LIST, searched, shown))).toEqual(expected));

  it('offers only what tells monitors apart', () => {
    expect(useful(LIST)).toEqual(['all', 'on', 'off', 'competitor', 'sampled']);
    expect(useful(LIST.slice(0, 1))).toEqual(['all']);
  });
});
