// Which spellings are looked for: what is on by itself, and what people decided. Only decisions are kept, so that a better list of
// spellings later takes effect wherever nobody had an opinion.
import type { Spelling, TermVariant, VariantChoice } from './types';

export const noChoice = (): VariantChoice => ({ off: [], on: [], also: [] });

const isIn = (list: readonly Spelling[], spelling: Spelling) => list.some((one) => one.term === spelling.term && one.text === spelling.text);
const put = (list: readonly Spelling[], spelling: Spelling) => (isIn(list, spelling) ? [...list] : [...list, spelling]);
const drop = (list: readonly Spelling[], spelling: Spelling) => list.filter((one) => one.term !== spelling.term || one.text !== spelling.text);

export function isOn(choice: VariantChoice, term: string, variant: Pick<TermVariant, 'text' | 'on'>): boolean {
  const spelling = { term, text: variant.text };
  return (variant.on || isIn(choice.on, spelling)) && !isIn(choice.off, spelling);
}

export function switched(choice: VariantChoice, term: string, variant: Pick<TermVariant, 'text' | 'on'>, on: boolean): VariantChoice {
  const spelling = { term, text: variant.text };
  if (on) return { ...choice, off: drop(choice.off, spelling), on: variant.on ? drop(choice.on, spelling) : put(choice.on, spelling) };
  return { ...choice, on: drop(choice.on, spelling), off: variant.on ? put(choice.off, spelling) : drop(choice.off, spelling) };
}

export const switchedAll = (choice: VariantChoice, term: string, variants: readonly TermVariant[], on: boolean): VariantChoice =>
  variants.reduce((before, variant) => switched(before, term, variant, on), choice);

/** Another way to write a term that people know; the term itself is none. */
export function added(choice: VariantChoice, term: string, text: string): VariantChoice {
  const tidy = text.replace(/\s+/g, ' ').trim();
  return tidy === '' || tidy === term ? choice : { ...choice, also: put(choice.also, { term, text: tidy }) };
}

export const taken = (choice: VariantChoice, term: string, text: string): VariantChoice => ({ ...choice, also: drop(choice.also, { term, text }) });

/** Decisions about terms that are in the query; the others have lost their meaning. */
export function pruned(choice: VariantChoice, terms: readonly string[]): VariantChoice {
  const kept = (list: readonly Spelling[]) => list.filter(({ term }) => terms.includes(term));
  return { off: kept(choice.off), on: kept(choice.on), also: kept(choice.also) };
}
