// Counts as a network counts, while somebody types. The server counts again before anything leaves.
import type { Limits } from '../api/types';
import { utf8Bytes } from './offsets';
import { countMastodon } from './tokens';

export interface TextCount {
  units: number;
  bytes: number;
  /** How many posts it takes, as a chain; 0 for an empty text. */
  parts: number;
  fits: boolean;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function countUnits(text: string, counter: Limits['counter'], unitsPerUrl = 0): number {
  if (counter === 'mastodon') return countMastodon(text, unitsPerUrl);
  if (counter === 'utf16_units') return text.length;
  if (counter === 'codepoints') return Array.from(text).length;
  // Each ASCII character but CR is one grapheme; most texts need no segmenter.
  // oxlint-disable-next-line no-control-regex -- the range is the point
  if (/^[\x00-\x0c\x0e-\x7f]*$/.test(text)) return text.length;
  let count = 0;
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

export function countText(text: string, limits: Limits): TextCount {
  const trimmed = text.trim();
  const units = countUnits(trimmed, limits.counter, limits.units_per_url);
  const bytes = utf8Bytes(trimmed);
  const parts = trimmed === '' ? 0 : units <= limits.units_max && bytes <= limits.bytes_max ? 1 : countParts(trimmed, limits);
  return { units, bytes, parts, fits: parts > 0 && parts <= limits.parts_max };
}

/** Fills one part after the other, word by word; a word that is too long for a part is cut, unless it is an address. */
function countParts(text: string, limits: Limits): number {
  const unitsOf = (words: string) => countUnits(words, limits.counter, limits.units_per_url);
  let parts = 1;
  let units = 0;
  let bytes = 0;
  for (const word of text.split(/(?<=\s)/u)) {
    const wordUnits = unitsOf(word);
    const wordBytes = utf8Bytes(word);
    if (units + unitsOf(word.trimEnd()) > limits.units_max || bytes + utf8Bytes(word.trimEnd()) > limits.bytes_max) {
      if (units > 0) parts += 1;
      const whole = Math.max(Math.ceil(wordUnits / limits.units_max), Math.ceil(wordBytes / limits.bytes_max)) - 1;
      parts += Math.max(0, whole);
      units = whole > 0 ? wordUnits % limits.units_max : wordUnits;
      bytes = whole > 0 ? wordBytes % limits.bytes_max : wordBytes;
    } else {
      units += wordUnits;
      bytes += wordBytes;
    }
  }
  return parts;
}
