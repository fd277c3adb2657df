// A text in the parts that the screen folds: what a mail is about, what its author warns of, what was said before.
import type { Place, Segment } from './segments';

export interface Part {
  place: Place;
  pieces: Segment[];
  /** Behind the author's warning: shown when somebody asks for it. */
  warned: boolean;
}

/** Neighbours of the same place, together. */
export function parts(pieces: readonly Segment[]): Part[] {
  const found: Part[] = [];
  let warned = false;
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last?.place === piece.place) last.pieces.push(piece);
    else found.push({ place: piece.place, pieces: [piece], warned: warned && piece.place !== 'warning' });
    if (piece.place === 'warning') warned = true;
  }
  return found;
}

/** What a list shows: nothing that was said before, and nothing that the author warns of. */
export function brief(pieces: readonly Segment[]): Segment[] {
  const shown = parts(pieces).filter((part) => part.place !== 'quoted' && !part.warned);
  return trimEnd(shown.flatMap((part) => part.pieces));
}

/** Blank lines before what is left out would be the last that a row shows. */
function trimEnd(pieces: Segment[]): Segment[] {
  const end = pieces.findLastIndex((piece) => piece.text.trim() !== '') + 1;
  return pieces.slice(0, end).map((piece, index) => (index === end - 1 ? { ...piece, text: piece.text.trimEnd() } : piece));
}
