import { expect, it } from 'vitest';
import type { Verdict } from '../api/types';
import { assessment } from '../live/rows.testing';
import { changedFields, EMPTY_SHEET, sheetOf, verdictFields, verdictOf, type Sheet } from './verdict';

const before = sheetOf(
  assessment({
    sentiment: { value: 'negative', confidence: 600, scores: { negative: 600, neutral: 300, positive: 100 } },
    kinds: [{ value: 'question', confidence: 800 }, { value: 'complaint', confidence: 700 }],
    troll: { value: true, confidence: 600 },
  }),
);

it.each<[Partial<Sheet>, Verdict]>([
  [{}, {}],
  [{ sentiment: 'positive' }, { sentiment: 'positive' }],
  [{ kind: ['complaint', 'question'] }, {}],
  [{ kind: ['complaint'] }, { kinds: ['complaint'] }],
  [{ kind: [] }, { kinds: [] }],
  [{ troll: false, humour: false, risk: ['legal'] }, { troll: false, risks: ['legal'], humour: false }],
  [{ abuse: 'none' }, { abuse: 'none' }],
])('with %j only that is said', (change, expected) => {
  expect(verdictOf(before, { ...before, ...change })).toEqual(expected);
});

it('of many posts nothing is said until it is chosen, and "none" is a choice', () => {
  expect(verdictOf(sheetOf(null), { ...EMPTY_SHEET })).toEqual({});
  expect(verdictOf(EMPTY_SHEET, { ...EMPTY_SHEET, risk: [], needs_answer: false })).toEqual({ needs_answer: false, risks: [] });
  expect(changedFields(EMPTY_SHEET, { ...EMPTY_SHEET, kind: [] })).toEqual(['kind']);
});

it('knows what a verdict speaks of', () => expect(verdictFields({ kinds: [], troll: false, risks: ['press'] })).toEqual(['kind', 'troll', 'risk']));
