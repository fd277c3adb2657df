// The boxes of a monitor: words and phrases as chips. People type, paste lists, and press Enter or comma; what they meant is one chip a
// term, without doubles. The limits are the server's.

import type { FieldCode } from '../forms/validate';

export interface MonitorQuery {
  any: string[];
  all: string[];
  none: string[];
}

export const BOXES = ['any', 'all', 'none'] as const;
export type Box = (typeof BOXES)[number];

export const TERMS_MAX = 100;
export const TERM_CHARS_MAX = 100;

export const emptyQuery = (): MonitorQuery => ({ any: [], all: [], none: [] });

/** One chip a line or comma (also the full-width and ideographic ones); quotes around a phrase are dropped. */
export function termsOf(text: string): string[] {
  return text
    .split(/[\n\r\t,，、]+/)
    .map((term) => term.replace(/\s+/g, " ").trim().replace(/^["'“”「『](.*)["'“”」』]$/, "$1").trim())
    .filter((term) => term !== '');
}

/** Adds what was typed to a box; a term that differs only in case or width is already there. */
export function add(terms: readonly string[], text: string): string[] {
  const seen = new Set(terms.map(folded));
  const next = [...terms];
  for (const term of termsOf(text)) {
    if (seen.has(folded(term))) continue;
    seen.add(folded(term));
    next.push(term);
  }
  return next;
}

export function without(terms: readonly string[], index: number): string[] {
  return terms.filter((_, at) => at !== index);
}

/** What is wrong with a query, as the server would say it. */
export function queryProblem(query: MonitorQuery): { box: Box; code: FieldCode } | null {
  const long = BOXES.find((box) => query[box].some((term) => [...term].length > TERM_CHARS_MAX));
  if (long) return { box: long, code: 'too_long' };
  if (BOXES.reduce((sum, box) => sum + query[box].length, 0) > TERMS_MAX) return { box: 'any', code: 'too_many' };
  return query.any.length + query.all.length === 0 ? { box: 'any', code: 'no_terms' } : null;
}

/** A term of one character matches nearly everything in Korean and Japanese too: worth a word before it is switched on. */
export function isBroad(query: MonitorQuery): boolean {
  const positive = query.all.length > 0 ? query.all : query.any;
  return positive.some((term) => [...term].length === 1) && query.all.length <= 1;
}

export function sameQuery(a: MonitorQuery, b: MonitorQuery): boolean {
  return BOXES.every((box) => a[box].length === b[box].length && a[box].every((term, at) => term === b[box][at]));
}

const folded = (term: string) => term.normalize('NFKC').toLowerCase();
