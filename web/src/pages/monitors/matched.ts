// A post, cut where a monitor's words are: what the screen highlights, with the term and the spelling behind each place.
import { utf16Offsets } from '../../text/offsets';
import type { HitSpan } from './types';

export interface MatchedPiece {
  text: string;
  /** The spans that cover it, the one that says most first: a spelling before the term itself. */
  spans: HitSpan[];
}

export function matchedPieces(text: string, spans: readonly HitSpan[]): MatchedPiece[] {
  const units = utf16Offsets(text, spans.flatMap(({ start, end }) => [start, end]));
  const ranges = spans.map((span, index) => ({ span, start: units[index * 2] ?? 0, end: units[index * 2 + 1] ?? 0 }));
  const sorted = [...new Set([0, text.length, ...units])].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? start;
    const covering = ranges.filter((range) => range.start <= start && end <= range.end && range.start < range.end).map(({ span }) => span);
    return { text: text.slice(start, end), spans: [...covering.filter(({ variant }) => variant !== null), ...covering.filter(({ variant }) => variant === null)] };
  });
}

/** The different words behind some spans, each once, in the order of the text. */
export function distinctSpans(spans: readonly HitSpan[]): HitSpan[] {
  const seen = new Set<string>();
  return spans.filter(({ term, variant, reason }) => {
    const key = JSON.stringify([term, variant, reason]);
    return !seen.has(key) && seen.add(key);
  });
}
