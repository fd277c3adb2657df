import { describe, expect, it } from 'vitest';
import { assessment } from '../live/rows.testing';
import { chipsOf, movedOf } from './chips';

const full = assessment({
  languages: ['ko', 'en'],
  sentiment: { value: 'negative', confidence: 970, scores: { negative: 970, neutral: 20, positive: 10 } },
  kinds: [{ value: 'complaint', confidence: 900 }, { value: 'question', confidence: 700 }],
  question: { value: true, confidence: 800, reasons: [{ code: 'question_mark', start: 4, end: 5 }] },
  needs_answer: { value: true, confidence: 950 },
  abuse: { value: 'insult', confidence: 700 },
  aim: 'brand',
  troll: { value: false, confidence: 980 },
  motive: { value: 'none', confidence: 700 },
  risks: [{ value: 'legal', confidence: 800 }],
  humour: { value: false, confidence: 900 },
  personal_data: [{ kind: 'phone', start: 0, end: 3, confidence: 900 }, { kind: 'phone', start: 6, end: 9, confidence: 700 }],
});

const ids = (...given: Parameters<typeof chipsOf>) => chipsOf(...given).map(({ id }) => id);

describe('chips', () => {
  it('say what is so and leave out what is not', () => {
    expect(ids(full)).toEqual(['sentiment', 'kind:complaint', 'kind:question', 'needs_answer', 'abuse', 'risk:legal', 'data:phone', 'language']);
  });

  it('of a post that nobody understood are none', () => {
    expect(ids(assessment({ language: { value: null, confidence: 0, reasons: [] } }))).toEqual([]);
  });

  it('hold what only the history of the case knows', () => {
    expect(ids(assessment(), ['chronic', 'complaint'])).toEqual(['language', 'chronic']);
  });

  it('tell the rules that led to a question', () => {
    expect(chipsOf(full).find((chip) => chip.id === 'kind:question')?.rules.map(({ code }) => code)).toEqual(['question_mark']);
  });
});

describe('the words behind', () => {
  const reasons = { sentiment: [{ start: 0, end: 3, weight: -900 }, { start: 4, end: 7, weight: 200 }], legal: [{ start: 0, end: 3, weight: 500 }] };
  const weights = (said: Parameters<typeof movedOf>[0], chosen: string | null) => movedOf(said, reasons, chosen).map(({ weight }) => weight);
  const feeling = (value: 'negative' | 'neutral' | 'positive') => assessment({ sentiment: { ...full.sentiment, value } });

  it.each([
    ['negative', [900, -200]],
    ['positive', [-900, 200]],
    ['neutral', [-900, -200]],
  ] as const)('%s speak for it or against it', (value, expected) => {
    expect(weights(feeling(value), 'sentiment')).toEqual(expected);
  });

  it.each([
    ['risk:legal', [500]],
    ['kind:complaint', []],
    ['data:phone', [900, 700]],
    ['a chip that is gone', []],
    [null, []],
  ])('%s', (chosen, expected) => expect(weights(full, chosen)).toEqual(expected));

  it('are none where a person has spoken', () => {
    expect(weights({ ...full, corrected: ['risk'] }, 'risk:legal')).toEqual([]);
  });
});
