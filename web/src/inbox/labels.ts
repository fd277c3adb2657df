// Labels in a filter, as the address holds them: `complaint,-troll`. A press goes round: with it, without it, never mind.
import type { Label } from '../api/types';
import { isLabel, LABELS } from '../assessment/lists';

export type Wanted = 'with' | 'without';

export function wantedLabels(text: string): Map<Label, Wanted> {
  const wanted = new Map<Label, Wanted>();
  for (const part of text.split(',')) {
    const label = part.trim().replace(/^-/, '');
    if (isLabel(label)) wanted.set(label, part.trim().startsWith('-') ? 'without' : 'with');
  }
  return wanted;
}

/** In one order, so that the same filter has one address. */
export function writeLabels(wanted: ReadonlyMap<Label, Wanted>): string {
  return LABELS.filter((label) => wanted.has(label))
    .map((label) => (wanted.get(label) === 'without' ? `-${label}` : label))
    .join(',');
}

/** Addresses from before there were labels named a kind, or asked for questions. */
export function readLabels(query: URLSearchParams): string {
  const old = [query.get('kind') ?? '', query.get('question') === 'true' ? 'question' : ''];
  return writeLabels(wantedLabels([query.get('label') ?? '', ...old].join(',')));
}

export function turnLabel(text: string, label: Label): string {
  const wanted = wantedLabels(text);
  const now = wanted.get(label);
  if (now === undefined) wanted.set(label, 'with');
  else if (now === 'with') wanted.set(label, 'without');
  else wanted.delete(label);
  return writeLabels(wanted);
}

export function dropLabel(text: string, label: Label): string {
  const wanted = wantedLabels(text);
  wanted.delete(label);
  return writeLabels(wanted);
}

export function labelsFit(text: string, has: readonly Label[]): boolean {
  return text === '' || [...wantedLabels(text)].every(([label, wanted]) => has.includes(label) === (wanted === 'with'));
}
