// What a row says of a case at a glance: at most three marks, the gravest of each sort. The rest is in the case.
import type { CaseRow, Label, PersonalDataKind, Sentiment } from '../api/types';
import { RISKS } from '../assessment/lists';

export interface Marks {
  /** A risk, or else personal data that stands in public. */
  alert: { is: 'risk'; label: Label } | { is: 'data'; kinds: PersonalDataKind[] } | null;
  sentiment: Sentiment | null;
  /** Abuse or a troll; or that something is asked, where nothing graver is. */
  tone: Extract<Label, 'threat' | 'hate' | 'insult' | 'troll' | 'question'> | null;
}

const TONES = ['threat', 'hate', 'insult', 'troll', 'question'] as const;

export function marksOf({ labels, assessment }: Pick<CaseRow, 'labels' | 'assessment'>): Marks {
  const risk = RISKS.find((one) => labels.includes(one));
  const kinds = [...new Set((assessment?.personal_data ?? []).map((found) => found.kind))];
  const exposed = labels.includes('personal_data') || kinds.length > 0;
  const alert: Marks['alert'] = risk ? { is: 'risk', label: risk } : exposed ? { is: 'data', kinds } : null;
  return {
    alert,
    sentiment: assessment?.sentiment.value ?? null,
    tone: TONES.find((one) => labels.includes(one) && (one !== 'question' || alert === null)) ?? null,
  };
}
