// From counts of agreement to what can honestly be said of them.
import type { Agreement, Field, Teaching } from '../../api/types';

/** With fewer lessons than this, chance says more than the numbers. */
export const LESSONS_LEAST = 20;

export interface Shares {
  /** 0 to 1: how often the shipped judgement agrees, and the taught one. */
  shipped: number;
  taught: number;
}

export type Learned = { is: 'none' } | { is: 'few'; lessons: number } | { is: 'later' } | ({ is: 'better' | 'same' | 'worse' } & Shares);

/** The one sentence: over all fields that people spoke of. */
export function learnedOf({ lessons, agreement }: Pick<Teaching, 'lessons' | 'agreement'>): Learned {
  if (lessons === 0) return { is: 'none' };
  if (lessons < LESSONS_LEAST) return { is: 'few', lessons };
  const sum = (part: 'lessons' | 'shipped' | 'taught') => agreement.reduce((total, one) => total + one[part], 0);
  if (sum('lessons') === 0) return { is: 'later' };
  const shares = { shipped: sum('shipped') / sum('lessons'), taught: sum('taught') / sum('lessons') };
  // What is read is what is compared: nobody is told that 91% is better than 91%.
  const gained = percent(shares.taught) - percent(shares.shipped);
  return { is: gained > 0 ? 'better' : gained < 0 ? 'worse' : 'same', ...shares };
}

const percent = (share: number) => Math.round(share * 100);

export interface FieldRow extends Shares {
  field: Field;
  lessons: number;
}

/** Fields of which there is enough to speak of shares, and the others that somebody spoke of. */
export function byField(agreement: readonly Agreement[]): { rows: FieldRow[]; few: Agreement[] } {
  const spoken = agreement.filter(({ lessons }) => lessons > 0);
  return {
    rows: spoken
      .filter(({ lessons }) => lessons >= LESSONS_LEAST)
      .map(({ field, lessons, shipped, taught }) => ({ field, lessons, shipped: shipped / lessons, taught: taught / lessons })),
    few: spoken.filter(({ lessons }) => lessons < LESSONS_LEAST),
  };
}
