// What changed between two versions of a text, word by word.

export interface Change {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

const WORDS_MAX = 1200;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

export function difference(before: string, after: string): Change[] {
  const from = split(before);
  const to = split(after);
  if (from.length > WORDS_MAX || to.length > WORDS_MAX) return before === after ? [{ kind: 'same', text: after }] : whole(before, after);
  return join(walk(from, to, lengths(from, to)));
}

function whole(before: string, after: string): Change[] {
  return join([
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]);
}

function split(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}

/** Longest common subsequences of all suffixes. */
function lengths(from: string[], to: string[]): Uint16Array[] {
  const table = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      const cell = from[row] === to[column] ? at(table, row + 1, column + 1) + 1 : Math.max(at(table, row + 1, column), at(table, row, column + 1));
      const line = table[row];
      if (line) line[column] = cell;
    }
  }
  return table;
}

function at(table: Uint16Array[], row: number, column: number): number {
  return table[row]?.[column] ?? 0;
}

function walk(from: string[], to: string[], table: Uint16Array[]): Change[] {
  const changes: Change[] = [];
  let row = 0;
  let column = 0;
  while (row < from.length || column < to.length) {
    if (row < from.length && column < to.length && from[row] === to[column]) {
      changes.push({ kind: 'same', text: from[row++] ?? '' });
      column++;
    } else if (column >= to.length || (row < from.length && at(table, row + 1, column) >= at(table, row, column + 1))) {
      changes.push({ kind: 'removed', text: from[row++] ?? '' });
    } else {
      changes.push({ kind: 'added', text: to[column++] ?? '' });
    }
  }
  return changes;
}

function join(changes: Change[]): Change[] {
  const joined: Change[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    if (change.text === '') continue;
    if (last?.kind === change.kind) last.text += change.text;
    else joined.push({ ...change });
  }
  return joined;
}
