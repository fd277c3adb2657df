import { expect, it } from 'vitest';
import { retryPause_ms } from './stream';

it.each([
  [1, 0.5, 500],
  [2, 0.5, 1000],
  [4, 0.5, 4000],
  [50, 0.5, 15_000],
  [1, 0, 375],
  [50, 1, 18_750],
])('after %i failures (chance %d) the pause is %i ms', (failures, chance, expected) => {
  expect(retryPause_ms(failures, chance)).toBe(expected);
});
