// Where a problem is in a query. The server counts columns in code points from 1; the browser selects and cuts by UTF-16 units.
import type { Problem } from './types';

export interface Range {
  start: number;
  end: number;
}

/** The UTF-16 range of a problem; null: it is about the query as a whole. What stands behind the end is the end. */
export function rangeOf(text: string, problem: Pick<Problem, 'column' | 'length'>): Range | null {
  if (problem.column < 1) return null;
  const start = unitsOf(text, problem.column - 1);
  return { start, end: unitsOf(text, problem.column - 1 + problem.length) };
}

function unitsOf(text: string, codePoints: number): number {
  let units = 0;
  let left = codePoints;
  for (const character of text) {
    if (left-- <= 0) break;
    units += character.length;
  }
  return units;
}

export interface Piece {
  text: string;
  /** The index of the first problem that covers it. */
  problem: number | null;
}

/** A query, cut where problems begin and end. A problem without width, at the end or between two characters, gets one blank to be seen. */
export function underlined(text: string, problems: readonly Problem[]): Piece[] {
  const ranges = problems.map((problem) => rangeOf(text, problem));
  const cuts = new Set([0, text.length, ...ranges.flatMap((range) => (range ? [range.start, range.end] : []))]);
  const sorted = [...cuts].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  const pointed = (at: number) => ranges.findIndex((range) => range !== null && range.start === at && range.end === at);
  for (const [index, start] of sorted.entries()) {
    if (pointed(start) >= 0) pieces.push({ text: '', problem: pointed(start) });
    const end = sorted[index + 1];
    if (end === undefined) break;
    const covering = ranges.findIndex((range) => range !== null && range.start <= start && end <= range.end && range.start < range.end);
    pieces.push({ text: text.slice(start, end), problem: covering < 0 ? null : covering });
  }
  return pieces;
}
