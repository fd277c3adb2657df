// Foreign text, cut into pieces that the screen shows as text nodes: what matched, what is a link, which invisible controls it holds.
import type { Hit, Moved, Span, SpanKind } from '../api/types';
import { utf16Offsets } from './offsets';

export interface Segment {
  text: string;
  /** A monitor's words. */
  hit: boolean;
  span: { kind: Span['kind']; target: string } | null;
  /** The part of the text that it lies in. */
  place: Place;
  /** How much it moved the judgement that is explained: above zero towards it, zero not at all. */
  weight: number;
  /** Not text but the name of an invisible control character. */
  control: boolean;
}

/** How the screen lays a part of a text out; `words`: as it stands. */
export type Place = 'words' | 'subject' | 'warning' | 'quoted';

const isPlace = (kind: SpanKind): kind is Exclude<Place, 'words'> => kind === 'subject' || kind === 'warning' || kind === 'quoted';

interface Range {
  start: number;
  end: number;
}

export function segments(text: string, spans: readonly Span[] = [], hits: readonly Hit[] = [], moved: readonly Moved[] = []): Segment[] {
  const bytes = [...spans.flatMap((span) => [span.start, span.end]), ...hits.flat(), ...moved.flatMap((place) => [place.start, place.end])];
  const units = utf16Offsets(text, bytes);
  const spanRanges = spans.map((span, index) => ({ ...range(units, index * 2), span }));
  const hitRanges = hits.map((_, index) => range(units, (spans.length + index) * 2));
  const movedRanges = moved.map((place, index) => ({ ...range(units, (spans.length + hits.length + index) * 2), weight: place.weight }));
  const cuts = new Set([0, text.length, ...units]);
  const sorted = [...cuts].sort((a, b) => a - b);
  const pieces: Segment[] = [];
  for (let index = 0; index + 1 < sorted.length; index++) {
    const start = sorted[index] ?? 0;
    const end = sorted[index + 1] ?? 0;
    const around = spanRanges.filter((other) => covers(other, start, end)).map((other) => other.span);
    const span = around.find((other) => !isPlace(other.kind));
    const place = around.map((other) => other.kind).find(isPlace) ?? 'words';
    const hit = hitRanges.some((other) => covers(other, start, end));
    const weight = movedRanges.find((other) => covers(other, start, end))?.weight ?? 0;
    pieces.push(...reveal({ text: text.slice(start, end), hit, weight, span: span ? { kind: span.kind, target: span.target } : null, place, control: false }));
  }
  return pieces;
}

function range(units: readonly number[], index: number): Range {
  return { start: units[index] ?? 0, end: units[index + 1] ?? 0 };
}

function covers(range: Range, start: number, end: number): boolean {
  return range.start <= start && end <= range.end && range.start < range.end;
}

/** Characters that reorder or hide text. They are shown by name, so that nothing reads otherwise than it is. */
const CONTROLS: Record<string, string> = {
  '\u061c': 'ALM',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\u0000': 'NUL',
};
const CONTROL_PATTERN = new RegExp(`([${Object.keys(CONTROLS).join('')}])`, 'u');

function reveal(segment: Segment): Segment[] {
  if (!CONTROL_PATTERN.test(segment.text)) return [segment];
  return segment.text
    .split(CONTROL_PATTERN)
    .filter((piece) => piece !== '')
    .map((piece) => ({ ...segment, text: CONTROLS[piece] ?? piece, control: piece in CONTROLS }));
}

/** A name on one line, without characters that reorder or hide: it stands among our own words. */
export function plainName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, (found) => (/^\u200d$/u.test(found) ? found : ' ')).replace(/\s+/gu, ' ').trim();
}

/** The address when it is safe to open: http and https only. */
export function safeLink(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
