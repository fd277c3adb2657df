// How a code that was given to a customer stands.
import type { GivenHandOff, Millis } from '../api/types';

export type HandOffState = 'valid' | 'used' | 'expired';

export function handOffState({ used_at, expires_at }: Pick<GivenHandOff, 'used_at' | 'expires_at'>, now: Millis): HandOffState {
  if (used_at !== null) return 'used';
  return now < expires_at ? 'valid' : 'expired';
}
