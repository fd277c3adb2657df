// Teaching as the server tells of it.
import type { Field, Label, Sentiment, Verdict, WordEffect } from '../../api/types';

interface Person {
  id: string;
  name: string;
}

export interface CorrectionRow {
  id: string;
  post_id: string;
  case_id: string | null;
  /** The beginning of the post. */
  text: string;
  by: Person | null;
  at: number;
  verdict: Verdict;
  before: Verdict;
}

/** Of the lessons on a field: how many each judgement agrees with. */
export interface Agreement {
  field: Field;
  lessons: number;
  shipped: number;
  taught: number;
}

export interface Changes {
  posts: number;
  sentiments: { from: Sentiment | null; to: Sentiment | null; posts: number }[];
  labels: { label: Label; gained: number; lost: number }[];
}

export interface Reassessment {
  id: string;
  model: string;
  state: 'running' | 'done' | 'failed' | 'stopped';
  total: number;
  done: number;
  changed: Changes;
  started_at: number;
  finished_at: number | null;
  by: Person | null;
}

export interface Teaching {
  model: string;
  lessons: number;
  corrections: number;
  confirmations: number;
  agreement: Agreement[];
  outdated_posts: number;
  reassessment: Reassessment | null;
}

export interface WordRule {
  id: string;
  phrase: string;
  effect: WordEffect;
  created_at: number;
  by: Person | null;
}
