// The closed lists, in the order in which the screen shows them.
import type { Abuse, Field, Kind, Label, Motive, Risk, Sentiment, WordEffect } from '../api/types';

export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const satisfies readonly Sentiment[];
export const KINDS = ['complaint', 'question', 'suggestion', 'praise', 'announcement', 'spam'] as const satisfies readonly Kind[];
export const ABUSES = ['none', 'insult', 'threat', 'hate'] as const satisfies readonly Abuse[];
export const MOTIVES = ['instrumental', 'venting', 'none'] as const satisfies readonly Motive[];
/** The gravest first. */
export const RISKS = ['self_harm', 'safety', 'legal', 'press', 'churn'] as const satisfies readonly Risk[];
export const FIELDS = ['sentiment', 'kind', 'needs_answer', 'abuse', 'troll', 'motive', 'risk', 'humour'] as const satisfies readonly Field[];
export const WORD_EFFECTS = [
  'ignore',
  'negative',
  'positive',
  'complaint',
  'praise',
  'spam',
  'insult',
  'safety',
  'legal',
  'press',
  'churn',
] as const satisfies readonly WordEffect[];

/** Labels as people look for them. */
export const LABEL_GROUPS = {
  kind: KINDS,
  risk: RISKS,
  tone: ['insult', 'threat', 'hate', 'troll', 'humour'],
  motive: ['instrumental', 'venting', 'chronic'],
  other: ['needs_answer', 'personal_data', 'mixed', 'corrected'],
} as const satisfies Record<string, readonly Label[]>;

export const LABELS: readonly Label[] = Object.values(LABEL_GROUPS).flat();

export const isLabel = (name: string): name is Label => LABELS.includes(name as Label);
