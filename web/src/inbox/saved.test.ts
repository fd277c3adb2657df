import { expect, it } from 'vitest';
import { DEFAULT_FILTER, type Filter } from './filters';
import { savedOf, searchLink } from './saved';

it('a saved filter opens the same list', () => {
  const filter: Filter = { ...DEFAULT_FILTER, state: 'all', language: 'ko', label: 'question,-troll', q: '환불 늦음', order: 'negative' };
  expect(savedOf(filter)).toEqual({ state: 'all', language: 'ko', label: 'question,-troll', q: '환불 늦음' });
  expect(searchLink('7', savedOf(filter))).toBe(`/b/7/inbox?state=all&language=ko&label=question%2C-troll&q=${encodeURIComponent('환불 늦음').replaceAll('%20', '+')}`);
});

it('the plain inbox has a plain address, and what a later version knows is passed over', () => {
  expect(searchLink('7', savedOf(DEFAULT_FILTER))).toBe('/b/7/inbox');
  expect(searchLink('7', { state: 'open', later: { deep: 1 } })).toBe('/b/7/inbox');
});
