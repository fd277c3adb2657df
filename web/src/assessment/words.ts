// The words behind a judgement, as a sentence quotes them.
import type { Moved } from '../api/types';
import { utf16Offsets } from '../text/offsets';

const WORDS_MAX = 3;
const LENGTH_MAX = 40;
/** Of no use in a sentence; a mark of exclamation or a face is. */
const ONLY_STOPS = /^[^\p{L}\p{N}\p{S}!?！？]*$/u;

/** The words that speak most for it (or, `against`, against it), the strongest first, each once. */
export function strongest(text: string, moved: readonly Moved[], side: 'towards' | 'against'): string[] {
  const sign = side === 'towards' ? 1 : -1;
  const ranked = moved.filter((place) => place.weight * sign > 0).toSorted((a, b) => (b.weight - a.weight) * sign);
  const units = utf16Offsets(
    text,
    ranked.flatMap(({ start, end }) => [start, end]),
  );
  const words = ranked.map((_, index) => clip(text.slice(units[index * 2], units[index * 2 + 1]).trim()));
  return [...new Set(words)].filter((word) => !ONLY_STOPS.test(word)).slice(0, WORDS_MAX);
}

export function clip(words: string): string {
  const characters = Array.from(words);
  return characters.length > LENGTH_MAX ? `${characters.slice(0, LENGTH_MAX).join('')}…` : words;
}
