import { expect, it } from 'vitest';
import type { Label } from '../api/types';
import { assessment } from '../live/rows.testing';
import { marksOf } from './marks';

const phone = { kind: 'phone', start: 0, end: 3, confidence: 900 } as const;

it.each<[Label[], string | null, string | null]>([
  [[], null, null],
  [['churn', 'self_harm', 'legal'], 'self_harm', null],
  [['insult', 'threat', 'question'], null, 'threat'],
  [['troll', 'question'], null, 'troll'],
  [['complaint', 'question'], null, 'question'],
  [['legal', 'question'], 'legal', null],
  [['legal', 'insult', 'question'], 'legal', 'insult'],
])('of %j the gravest show', (labels, risk, tone) => {
  const marks = marksOf({ labels, assessment: assessment() });
  expect([marks.alert?.is === 'risk' ? marks.alert.label : marks.alert, marks.tone]).toEqual([risk, tone]);
});

it('personal data shows where no risk does', () => {
  const said = assessment({ personal_data: [phone, phone] });
  expect(marksOf({ labels: ['personal_data'], assessment: said }).alert).toEqual({ is: 'data', kinds: ['phone'] });
  expect(marksOf({ labels: ['personal_data', 'safety'], assessment: said }).alert).toEqual({ is: 'risk', label: 'safety' });
  expect(marksOf({ labels: ['personal_data'], assessment: null }).alert).toEqual({ is: 'data', kinds: [] });
});
