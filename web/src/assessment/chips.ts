// An assessment as short chips: what is said of a post, how surely, and where in the text it comes from.
import type { Assessed, Assessment, Field, Label, Moved, Reason, Reasons } from '../api/types';
import { language, t } from '../i18n';
import type { IconName } from '../ui/icons';
import { abuseName, aimName, kindName, labelName, motiveName, personalDataName, riskName, sentimentName } from './names';

export interface Chip {
  /** `sentiment`, `kind:complaint`, `risk:safety`, `data:phone`, ... */
  id: string;
  name: string;
  /** Thousandths; null where nothing was guessed. */
  confidence: number | null;
  tone: 'plain' | 'negative' | 'positive' | 'grave' | 'alert';
  icon?: IconName;
  /** The part that a person can correct. */
  field: Field | null;
  /** The judgement among the server's reasons, or the places themselves. */
  from: string | Moved[];
  /** Rules that led to it. */
  rules: Reason[];
}

type Part = Omit<Chip, 'rules'> & { rules?: Reason[] };

/** All that is said to be so; what is said not to be is left out, but that nobody waits for an answer is worth a chip. */
export function chipsOf(assessment: Assessment, caseLabels: readonly Label[] = []): Chip[] {
  const parts = [sentimentChip(assessment), ...kindChips(assessment), ...toneChips(assessment), ...riskChips(assessment), ...placeChips(assessment)];
  if (caseLabels.includes('chronic')) parts.push(chip('chronic', labelName('chronic'), null, { icon: 'history' }));
  return parts.filter((part) => part !== null).map((part) => ({ rules: [], ...part }));
}

function chip(id: string, name: string, confidence: number | null, more: Partial<Part> = {}): Part {
  return { id, name, confidence, tone: 'plain', field: null, from: [], ...more };
}

function sentimentChip({ sentiment }: Assessment): Part | null {
  const { value, confidence } = sentiment;
  if (value === null) return null;
  return chip('sentiment', sentimentName(value), confidence, { tone: value === 'neutral' ? 'plain' : value, field: 'sentiment', from: 'sentiment' });
}

function kindChips({ kinds, needs_answer, question }: Assessment): Part[] {
  const said = kinds.map(({ value, confidence }) =>
    chip(`kind:${value}`, kindName(value), confidence, { field: 'kind', from: value, rules: value === 'question' ? question.reasons : [] }),
  );
  if (needs_answer.value !== null) {
    const name = needs_answer.value ? labelName('needs_answer') : t('labels.no_answer');
    said.push(chip('needs_answer', name, needs_answer.confidence, { field: 'needs_answer', from: 'needs_answer', icon: needs_answer.value ? 'reply' : undefined }));
  }
  return said;
}

function toneChips({ abuse, aim, troll, motive, humour }: Assessment): (Part | null)[] {
  const yes = (field: Field & Label, { value, confidence }: Assessed<boolean>, more: Partial<Part>) =>
    value === true ? chip(field, labelName(field), confidence, { field, from: field, ...more }) : null;
  const abused = abuse.value === null || abuse.value === 'none' ? null : abuse.value;
  const name = abused === null ? '' : aim === null ? abuseName(abused) : t('labels.abuseAt', { abuse: abuseName(abused), aim: aimName(aim) });
  return [
    abused === null ? null : chip('abuse', name, abuse.confidence, { tone: abused === 'insult' ? 'alert' : 'grave', icon: 'warning', field: 'abuse', from: 'abuse' }),
    yes('troll', troll, { tone: 'alert', icon: 'eye' }),
    motive.value === null || motive.value === 'none' ? null : chip('motive', motiveName(motive.value), motive.confidence, { field: 'motive', from: 'motive' }),
    yes('humour', humour, {}),
  ];
}

function riskChips({ risks }: Assessment): Part[] {
  return risks.map(({ value, confidence }) => chip(`risk:${value}`, riskName(value), confidence, { tone: 'grave', icon: 'alarm', field: 'risk', from: value }));
}

/** What stands at a place of the text: personal data, and the language's traits. */
function placeChips({ personal_data, language: judged, languages }: Assessment): Part[] {
  const kinds = [...new Set(personal_data.map((found) => found.kind))];
  const data = kinds.map((kind) => {
    const found = personal_data.filter((one) => one.kind === kind);
    const from = found.map(({ start, end, confidence }) => ({ start, end, weight: confidence }));
    return chip(`data:${kind}`, personalDataName(kind), Math.max(...found.map((one) => one.confidence)), { tone: 'alert', icon: 'shield', from });
  });
  if (judged.value === null) return data;
  const names = languages.length > 1 ? languages : [judged.value];
  const from = (judged.reasons ?? []).filter(({ start, end }) => start < end).map(({ start, end }) => ({ start, end, weight: 1 }));
  return [...data, chip('language', names.map(language).join(' · '), judged.confidence, { icon: 'language', from, rules: judged.reasons })];
}

/** What moved the judgement of a chip, seen from what it says: above zero for it. */
export function movedFor(one: Chip | undefined, assessment: Assessment, reasons: Reasons | null): Moved[] {
  // Where a person has spoken, no words did.
  if (!one || (one.field !== null && assessment.corrected.includes(one.field))) return [];
  if (typeof one.from !== 'string') return one.from;
  const moved = reasons?.[one.from] ?? [];
  if (one.id !== 'sentiment' || assessment.sentiment.value === 'positive') return moved;
  // The server counts from negative to positive; for neutral, every leaning speaks against it.
  const turn = assessment.sentiment.value === 'negative' ? (weight: number) => -weight : (weight: number) => -Math.abs(weight);
  return moved.map((place) => ({ ...place, weight: turn(place.weight) }));
}

/** The same by the chip's id, for whoever shows the text. */
export function movedOf(assessment: Assessment | null, reasons: Reasons | null, chosen: string | null): Moved[] {
  if (!assessment || chosen === null) return [];
  return movedFor(
    chipsOf(assessment).find((one) => one.id === chosen),
    assessment,
    reasons,
  );
}
