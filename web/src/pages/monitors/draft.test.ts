import { describe, expect, it } from 'vitest';
import { budgetOf, distinct, Draft } from './draft.svelte';
import type { Boxes, Monitor } from './types';

const boxes: Boxes = { any: [{ text: '아크메', variants: true, exact: false }], all: [], none: [], hashtags: ['아크메'], handles: [], languages: ['ko'], networks: [], followers_min: null };
const stored: Monitor = {
  id: '7',
  name: '냉장고',
  query: '(~아크메 OR #아크메) lang:ko',
  boxes,
  variants: { off: [{ term: '아크메', text: '악메' }], on: [], also: [] },
  side: 'competitor',
  budget: { per_hour: 100, per_day: null },
  skipped: { count: 0, from: null, to: null },
  enabled: true,
  created_at: 0,
  updated_at: 0,
};

describe('what is sent', () => {
  it('of a monitor that nobody changed is what was stored', () => {
    const { name, variants, side, budget } = stored;
    expect(new Draft('1', stored).change()).toEqual({ name, boxes, variants, side, budget });
  });

  it('is the query where boxes cannot say it', () => {
    expect(new Draft('1', { ...stored, boxes: null, query: '배송 NEAR/5 지연' }).change()).toMatchObject({ query: '배송 NEAR/5 지연' });
  });

  it('is one face only', () => {
    const draft = new Draft('1', stored);
    draft.face = 'query';
    expect(Object.keys(draft.asked())).toEqual(['query']);
  });

  it('holds no decisions about words that are gone', () => {
    const draft = new Draft('1', stored);
    draft.reading = { query: 'x', boxes: null, not_boxes: null, problems: [], terms: [{ text: 'x', variants: false }] };
    expect(draft.change().variants).toEqual({ off: [], on: [], also: [] });
  });
});

it('a term that stands in a query twice is listed once', () => {
  const variants = (term: string) => ({ term, few_because: null, spellings: [] });
  expect(distinct([variants('a'), variants('b'), variants('a')]).map(({ term }) => term)).toEqual(['a', 'b']);
});

it('blank is asked nothing about', () => {
  const draft = new Draft('1', null);
  expect(draft.isBlank).toBe(true);
  expect(draft.ask()).toBeUndefined();
  draft.composing = true;
  draft.face = 'query';
  draft.query = '아크';
  expect(draft.ask(), 'while an input method composes').toBeUndefined();
});

it.each([
  ['', '', { per_hour: null, per_day: null }],
  ['100', '1,000', { per_hour: 100, per_day: 1000 }],
  ['0', '', null],
  ['1000001', '', null],
  ['', 'many', null],
])('a budget of %j an hour and %j a day', (hour, day, budget) => expect(budgetOf(hour, day)).toEqual(budget));
