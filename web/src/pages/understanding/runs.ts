// What assessing history again changed, the largest first, and how long it still takes.
import type { Label, Reassessment, Sentiment } from '../../api/types';

export type Turned = { is: 'sentiment'; from: Sentiment | null; to: Sentiment | null; posts: number } | { is: 'label'; label: Label; gained: number; lost: number; posts: number };

export function turnedOf({ sentiments, labels }: Reassessment['changed']): Turned[] {
  const turned: Turned[] = [
    ...sentiments.map((change) => ({ is: 'sentiment' as const, ...change })),
    ...labels.map((change) => ({ is: 'label' as const, ...change, posts: change.gained + change.lost })),
  ];
  return turned.toSorted((a, b) => b.posts - a.posts);
}

/** 0 to 100; what is not done is never called done. */
export function percentOf({ total, done, state }: Pick<Reassessment, 'total' | 'done' | 'state'>): number {
  if (state === 'done') return 100;
  return total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100));
}

export interface Sample {
  at: number;
  done: number;
}

const SAMPLES = 8;

/** The last looks at a run, as far as they go forward. */
export function remembered(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  return last && sample.done < last.done ? [sample] : [...samples, sample].slice(-SAMPLES);
}

/** By the speed of the last looks; null while nobody can tell. */
export function remainingMs(samples: readonly Sample[], total: number): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.done <= first.done || last.at <= first.at) return null;
  return ((last.at - first.at) / (last.done - first.done)) * Math.max(0, total - last.done);
}
