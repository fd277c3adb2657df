// What a person is about to say of a post, while the dialog is open: every part as it stands, and what differs when they are done.
import type { Abuse, Assessment, Field, Kind, Motive, Risk, Sentiment, Verdict } from '../api/types';
import { FIELDS } from './lists';

/** Null: not chosen yet. Lists hold all that is true; empty means none. */
export interface Sheet {
  sentiment: Sentiment | null;
  kind: Kind[] | null;
  needs_answer: boolean | null;
  abuse: Abuse | null;
  troll: boolean | null;
  motive: Motive | null;
  risk: Risk[] | null;
  humour: boolean | null;
}

export const EMPTY_SHEET: Sheet = { sentiment: null, kind: null, needs_answer: null, abuse: null, troll: null, motive: null, risk: null, humour: null };

export function sheetOf(assessment: Assessment | null): Sheet {
  if (!assessment) return { ...EMPTY_SHEET };
  return {
    sentiment: assessment.sentiment.value,
    kind: assessment.kinds.map((said) => said.value),
    needs_answer: assessment.needs_answer.value,
    abuse: assessment.abuse.value,
    troll: assessment.troll.value,
    motive: assessment.motive.value,
    risk: assessment.risks.map((said) => said.value),
    humour: assessment.humour.value,
  };
}

/** The parts that a verdict speaks of. */
export function verdictFields(verdict: Verdict): Field[] {
  const names: Partial<Record<Field, keyof Verdict>> = { kind: 'kinds', risk: 'risks' };
  return FIELDS.filter((field) => verdict[names[field] ?? (field as keyof Verdict)] !== undefined);
}

export const changedFields = (before: Sheet, after: Sheet): Field[] => FIELDS.filter((field) => after[field] !== null && !same(before[field], after[field]));

function same(a: Sheet[Field], b: Sheet[Field]): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.toSorted().join() === b.toSorted().join();
}

/** Only what was changed: a person who corrects the sentiment has said nothing of the rest. */
export function verdictOf(before: Sheet, after: Sheet): Verdict {
  const changed = changedFields(before, after);
  const said = <F extends Field>(field: F) => (changed.includes(field) ? (after[field] ?? undefined) : undefined);
  const verdict = {
    sentiment: said('sentiment'),
    kinds: said('kind'),
    needs_answer: said('needs_answer'),
    abuse: said('abuse'),
    troll: said('troll'),
    motive: said('motive'),
    risks: said('risk'),
    humour: said('humour'),
  };
  return Object.fromEntries(Object.entries(verdict).filter(([, value]) => value !== undefined)) as Verdict;
}
