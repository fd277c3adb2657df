import { describe, expect, it } from 'vitest';
import { byField, learnedOf } from './learned';
import type { Agreement } from '../../api/types';

const agreed = (field: Agreement['field'], lessons: number, shipped: number, taught: number): Agreement => ({ field, lessons, shipped, taught });

describe('what has been learned', () => {
  it.each([
    ['nobody taught it', 0, [], { is: 'none' }],
    ['a few lessons say nothing, however good they look', 19, [agreed('sentiment', 19, 0, 19)], { is: 'few', lessons: 19 }],
    ['not worked out yet', 20, [], { is: 'later' }],
    ['it helps', 100, [agreed('sentiment', 100, 78, 91)], { is: 'better', shipped: 0.78, taught: 0.91 }],
    ['all fields count by their lessons', 40, [agreed('sentiment', 30, 15, 30), agreed('kind', 10, 5, 0)], { is: 'better', shipped: 0.5, taught: 0.75 }],
    ['it harms, and that is said', 100, [agreed('kind', 100, 80, 70)], { is: 'worse', shipped: 0.8, taught: 0.7 }],
    ['what reads the same is the same', 1000, [agreed('kind', 1000, 910, 913)], { is: 'same', shipped: 0.91, taught: 0.913 }],
  ] as const)('%s', (_, lessons, agreement, expected) => {
    expect(learnedOf({ lessons, agreement: [...agreement] })).toEqual(expected);
  });

  it('by field sets apart what is too little to tell', () => {
    const { rows, few } = byField([agreed('sentiment', 40, 20, 30), agreed('kind', 19, 1, 19), agreed('humour', 0, 0, 0)]);
    expect(rows).toEqual([{ field: 'sentiment', lessons: 40, shipped: 0.5, taught: 0.75 }]);
    expect(few.map(({ field }) => field)).toEqual(['kind']);
  });
});
