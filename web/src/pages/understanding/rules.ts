// Word rules while they are written: what can be wrong with a phrase, before the server says the same.
import type { WordRule } from '../../api/types';

export const PHRASE_CHARS_MAX = 100;

export type PhraseProblem = 'required' | 'too_long' | 'exists';

/** As the server compares: case, width, composition and runs of spaces do not count. */
export const folded = (phrase: string) => phrase.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean).join(' ');

export function phraseProblem(phrase: string, rules: readonly Pick<WordRule, 'phrase'>[]): PhraseProblem | null {
  const wanted = folded(phrase);
  if (wanted === '') return 'required';
  if ([...phrase.trim()].length > PHRASE_CHARS_MAX) return 'too_long';
  return rules.some((rule) => folded(rule.phrase) === wanted) ? 'exists' : null;
}

/** Those whose phrase has the words, newest first. */
export function foundRules<Rule extends Pick<WordRule, 'phrase' | 'created_at'>>(rules: readonly Rule[], words: string): Rule[] {
  const wanted = folded(words);
  return rules.filter((rule) => folded(rule.phrase).includes(wanted)).toSorted((a, b) => b.created_at - a.created_at);
}
