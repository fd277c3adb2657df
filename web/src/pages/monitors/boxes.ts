// The boxes of a monitor: words and phrases as chips. People type, paste lists, and press Enter or comma; what they meant is one chip a
// term, without doubles, and a tag or a handle goes to its own box. The limits are the server's.
import type { Boxes, BoxTerm } from './types';

export const WORD_BOXES = ['any', 'all', 'none'] as const;
export type WordBox = (typeof WORD_BOXES)[number];

export const emptyBoxes = (): Boxes => ({ any: [], all: [], none: [], hashtags: [], handles: [], languages: [], networks: [], followers_min: null });

/** One chip a line or comma (also the full-width and ideographic ones); quotes around a phrase are dropped. */
export function piecesOf(text: string): string[] {
  return text
    .split(/[\n\r\t,，、]+/)
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => piece !== '');
}

/** What a piece says about itself: `~` asks for other spellings, `=` for the whole word. */
export function termOf(piece: string, variants: boolean): BoxTerm {
  const [, sign = '', rest = ''] = /^([~～=＝]?)(.*)$/su.exec(piece) ?? [];
  const exact = sign === '=' || sign === '＝';
  const text = rest.trim().replace(/^["'“”「『](.*)["'“”」』]$/su, '$1').trim();
  return { text, variants: sign === '~' || sign === '～' || (variants && !exact), exact };
}

export interface Typed {
  terms: BoxTerm[];
  hashtags: string[];
  handles: string[];
}

/** Sorts what was typed into a box of words: words stay, `#tags` and `@handles` have boxes of their own. */
export function sortTyped(text: string, variants: boolean): Typed {
  const typed: Typed = { terms: [], hashtags: [], handles: [] };
  for (const piece of piecesOf(text)) {
    if (/^[#＃][^\s#＃]+$/u.test(piece)) typed.hashtags.push(bare(piece));
    else if (/^[@＠][^\s@＠]+$/u.test(piece)) typed.handles.push(bare(piece));
    else typed.terms.push(termOf(piece, variants));
  }
  typed.terms = typed.terms.filter((term) => term.text !== '');
  return typed;
}

/** A tag or a handle without its sign. */
export const bare = (text: string) => text.replace(/^[#＃@＠]+/u, '').trim();

/** Adds terms to a box; one that differs only in case or width is already there. */
export function addTerms(terms: readonly BoxTerm[], more: readonly BoxTerm[]): BoxTerm[] {
  return addBy(terms, more, (term) => folded(term.text));
}

export function addWords(words: readonly string[], more: readonly string[]): string[] {
  return addBy(words, more.filter((word) => word !== ''), folded);
}

function addBy<T>(known: readonly T[], more: readonly T[], key: (one: T) => string): T[] {
  const seen = new Set(known.map(key));
  const next = [...known];
  for (const one of more) {
    if (seen.has(key(one))) continue;
    seen.add(key(one));
    next.push(one);
  }
  return next;
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/** The two marks of a chip exclude each other: a whole word has no other spellings. */
export function turn(term: BoxTerm, mark: 'variants' | 'exact'): BoxTerm {
  const on = !term[mark];
  return { text: term.text, variants: mark === 'variants' && on, exact: mark === 'exact' && on };
}

/** Nothing that could be looked for. Filters alone are no query either; the server says why. */
export function isBlank(boxes: Boxes): boolean {
  return [boxes.any, boxes.all, boxes.none].every((list) => list.length === 0) && !hasFilters(boxes);
}

/** Something else than words is asked for. */
export const hasFilters = ({ hashtags, handles, languages, networks, followers_min }: Boxes): boolean =>
  [hashtags, handles, languages, networks].some((list) => list.length > 0) || followers_min !== null;

/** A whole number, as people write it: `1,000`, `１０００`; null when it is empty, undefined when it is none. */
export function wholeNumber(text: string): number | null | undefined {
  const digits = text.normalize('NFKC').replace(/[,\s_]/g, '');
  if (digits === '') return null;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
