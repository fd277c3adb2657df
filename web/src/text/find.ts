// Where the words of a search are in a text, as byte offsets: to show why a row was found.
import type { Hit } from '../api/types';
import { utf8Bytes } from './offsets';

const HITS_MAX = 20;

export function findWords(text: string, searched: string): Hit[] {
  const words = searched.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean);
  const folded = text.toLowerCase();
  // Folding may change lengths (İ, ligatures): then offsets would lie, and nothing is marked.
  if (folded.length !== text.length) return [];
  return words.flatMap((word) => occurrences(folded, word)).map(({ start, end }) => [utf8Bytes(text.slice(0, start)), utf8Bytes(text.slice(0, end))]);
}

function occurrences(text: string, word: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let start = text.indexOf(word); start >= 0 && found.length < HITS_MAX; start = text.indexOf(word, start + word.length)) {
    found.push({ start, end: start + word.length });
  }
  return found;
}
