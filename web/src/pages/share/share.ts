// From counts to what is drawn: who stands where in the stack, how high, and with which pattern.
import type { ShareOfVoice, Voice } from '../../api/types';

export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];

/** Looks there are; more voices than that are drawn as one. */
export const LOOKS_OWN = 3;
export const LOOKS_COMPETITOR = 5;

export interface Series {
  id: string;
  /** Null: several voices together. */
  name: string | null;
  /** How many voices it is. */
  voices: number;
  side: Voice['side'];
  /** A colour and a pattern, by number: `own-0`, `competitor-2`. */
  look: string;
  total: number;
  byDay: number[];
}

/** Ours at the bottom of the stack, then the competitors; the loudest of each first. */
export function seriesOf(share: ShareOfVoice): Series[] {
  return [...sideOf(share, 'own', LOOKS_OWN), ...sideOf(share, 'competitor', LOOKS_COMPETITOR)];
}

function sideOf(share: ShareOfVoice, side: Voice['side'], looks: number): Series[] {
  const voices = share.monitors.filter((voice) => voice.side === side).toSorted((a, b) => b.total - a.total);
  const shown = voices.length > looks ? voices.slice(0, looks - 1) : voices;
  const rest = voices.slice(shown.length);
  const groups = [...shown.map((voice) => [voice]), ...(rest.length > 0 ? [rest] : [])];
  return groups.map((group, index) => ({
    id: group.length === 1 ? (group[0]?.id ?? '') : `${side}-others`,
    name: group.length === 1 ? (group[0]?.name ?? '') : null,
    voices: group.length,
    side,
    look: `${side}-${index}`,
    total: sum(group.map((voice) => voice.total)),
    byDay: share.days.map((_, day) => sum(group.map((voice) => voice.by_day[day] ?? 0))),
  }));
}

export interface Sides {
  own: number;
  competitor: number;
  /** Between 0 and 1; null when nothing was said, or when one side is not listened for. */
  share: number | null;
}

export function sidesOf(share: ShareOfVoice): Sides {
  const of = (side: Voice['side']) => sum(share.monitors.filter((voice) => voice.side === side).map((voice) => voice.total));
  const both = new Set(share.monitors.map((voice) => voice.side)).size === 2;
  const [own, competitor] = [of('own'), of('competitor')];
  return { own, competitor, share: both ? ratio(own, own + competitor) : null };
}

export interface LanguageRow {
  language: string;
  own: number;
  competitor: number;
  share: number | null;
}

/** The most spoken first. */
export function languagesOf(share: ShareOfVoice): LanguageRow[] {
  const rows = new Map<string, LanguageRow>();
  for (const voice of share.monitors) {
    for (const [language, count] of Object.entries(voice.by_language)) {
      const row = rows.get(language) ?? { language, own: 0, competitor: 0, share: null };
      row[voice.side] += count;
      rows.set(language, row);
    }
  }
  const all = [...rows.values()].filter((row) => row.own + row.competitor > 0);
  return all.map((row) => ({ ...row, share: ratio(row.own, row.own + row.competitor) })).toSorted((a, b) => b.own + b.competitor - a.own - a.competitor);
}

/** What is missing before anything can be compared. */
export function lackOf(share: ShareOfVoice): 'monitors' | 'competitor' | 'own' | null {
  if (share.monitors.length === 0) return 'monitors';
  if (!share.monitors.some((voice) => voice.side === 'competitor')) return 'competitor';
  return share.monitors.some((voice) => voice.side === 'own') ? null : 'own';
}

export interface Block {
  look: string;
  y: number;
  height: number;
}

/** One day as blocks from the bottom up, within `height`, where `most` would fill it. */
export function stack(series: Series[], day: number, most: number, height: number): Block[] {
  let y = height;
  const blocks: Block[] = [];
  for (const { look, byDay } of series) {
    const count = byDay[day] ?? 0;
    if (count === 0) continue;
    const tall = (count / most) * height;
    y -= tall;
    blocks.push({ look, y, height: tall });
  }
  return blocks;
}

export const dayTotals = (series: Series[], days: number): number[] => Array.from({ length: days }, (_, day) => sum(series.map((one) => one.byDay[day] ?? 0)));

/** Round numbers from 0 to at least `most`: at most five of them, each a whole number. */
export function ticks(most: number): number[] {
  const step = [1, 2, 5].flatMap((digit) => Array.from({ length: 12 }, (_, power) => digit * 10 ** power)).toSorted((a, b) => a - b).find((one) => one * 4 >= most) ?? most;
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
}

/** Which days get a date below: the last one always, and as many before it as have room. */
export function labelled(days: number, width: number, labelWidth: number): number[] {
  const every = Math.max(1, Math.ceil((days * labelWidth) / Math.max(width, labelWidth)));
  return Array.from({ length: days }, (_, day) => day).filter((day) => (days - 1 - day) % every === 0);
}

/** Where a key leads from a day; the same day when it leads nowhere. */
export function moved(day: number, key: string, days: number): number {
  const to = { ArrowLeft: day - 1, ArrowDown: day - 1, ArrowRight: day + 1, ArrowUp: day + 1, PageDown: day - 7, PageUp: day + 7, Home: 0, End: days - 1 }[key] ?? day;
  return Math.min(Math.max(to, 0), Math.max(days - 1, 0));
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
