import { expect, it } from 'vitest';
import { LABELS } from '../assessment/lists';
import { dropLabel, labelsFit, turnLabel, wantedLabels } from './labels';

it('a press goes round: with, without, never mind', () => {
  const once = turnLabel('safety', 'complaint');
  const twice = turnLabel(once, 'complaint');
  expect([once, twice, turnLabel(twice, 'complaint')]).toEqual(['complaint,safety', '-complaint,safety', 'safety']);
});

it('the same labels have one address', () => {
  expect(turnLabel('troll,-spam', 'safety')).toBe(turnLabel(turnLabel('-spam', 'safety'), 'troll'));
});

it('what is no label is passed over', () => {
  expect([...wantedLabels('sad, -troll,,-, complaint')]).toEqual([
    ['troll', 'without'],
    ['complaint', 'with'],
  ]);
});

it('one is dropped, the others stay', () => expect(dropLabel('complaint,-troll', 'troll')).toBe('complaint'));

it.each([
  ['', true],
  ['complaint', true],
  ['complaint,-troll', true],
  ['-complaint', false],
  ['complaint,legal', false],
])('a complaint about safety fits %j: %s', (text, expected) => {
  expect(labelsFit(text, ['complaint', 'safety'])).toBe(expected);
});

it('every label stands in one group', () => expect(new Set(LABELS).size).toBe(LABELS.length));
