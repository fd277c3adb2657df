import { expect, it } from 'vitest';
import { handOffState } from './handoff';

it.each([
  ['before it ends', null, 200, 'valid'],
  ['when it ends', null, 100, 'expired'],
  ['once it was used, whenever it ends', 50, 100, 'used'],
])('a code %s', (_, used_at, expires_at, expected) => {
  expect(handOffState({ used_at, expires_at }, 100)).toBe(expected);
});
