import { expect, it } from 'vitest';
import { fromLocalInput, snoozeChoices, toLocalInput } from './snooze';

const local = (text: string) => new Date(text).getTime();

it.each([
  ['a Wednesday morning', '2026-11-25T08:30', ['hour 2026-11-25T09:30', 'afternoon 2026-11-25T14:00', 'tomorrow 2026-11-26T09:00', 'monday 2026-11-30T09:00']],
  ['a Friday evening', '2026-11-27T18:10', ['hour 2026-11-27T19:10', 'tomorrow 2026-11-28T09:00', 'monday 2026-11-30T09:00']],
  ['a Sunday, when tomorrow is Monday', '2026-11-29T15:00', ['hour 2026-11-29T16:00', 'tomorrow 2026-11-30T09:00']],
  ['a Monday', '2026-11-30T13:00', ['hour 2026-11-30T14:00', 'tomorrow 2026-12-01T09:00', 'monday 2026-12-07T09:00']],
])('choices on %s', (_, now, expected) => {
  expect(snoozeChoices(local(now)).map(({ id, until }) => `${id} ${toLocalInput(until)}`)).toEqual(expected);
});

it('a custom time must be in the future', () => {
  const now = local('2026-11-25T08:30');
  expect(fromLocalInput('2026-11-25T08:31', now)).toBe(now + 60_000);
  expect(fromLocalInput('2026-11-25T08:30', now)).toBeNull();
  expect(fromLocalInput('', now)).toBeNull();
});
