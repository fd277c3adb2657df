// Pure formatting: placeholders, plurals, times. The clock and the locale are arguments.
import type { LocaleCode } from '../api/types';
import type { Entry, ParamValue } from './types';

export function fill(entry: Entry, params: Record<string, ParamValue>, locale: LocaleCode): string {
  return pick(entry, params, locale).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numbers(locale).format(value) : value;
  });
}

function pick(entry: Entry, params: Record<string, ParamValue>, locale: LocaleCode): string {
  if (typeof entry === 'string') return entry;
  const count = Number(params['count'] ?? 0);
  return plurals(locale).select(count) === 'one' && entry.one !== undefined ? entry.one : entry.other;
}

const numbers = remembered((locale) => new Intl.NumberFormat(locale));
const compact = remembered((locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }));
const plurals = remembered((locale) => new Intl.PluralRules(locale));
const relative = remembered((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }));
const dayAndTime = remembered((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const fullTime = remembered((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }));
const timeOfDay = remembered((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const dayOnly = remembered((locale) => new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }));
const dayWithYear = remembered((locale) => new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' }));
const weekdayAndTime = remembered((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' }));
const lists = remembered((locale) => new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }));
const languages = remembered((locale) => new Intl.DisplayNames(locale, { type: 'language' }));

function remembered<T>(make: (locale: LocaleCode) => T): (locale: LocaleCode) => T {
  const made = new Map<LocaleCode, T>();
  return (locale) => {
    let format = made.get(locale);
    if (format === undefined) made.set(locale, (format = make(locale)));
    return format;
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in one short unit; after a week the day itself. */
export function ago(at: number, now: number, locale: LocaleCode): string {
  const since_ms = Math.max(0, now - at);
  if (since_ms < MINUTE_MS) return relative(locale).format(0, 'second');
  if (since_ms < HOUR_MS) return relative(locale).format(-Math.floor(since_ms / MINUTE_MS), 'minute');
  if (since_ms < DAY_MS) return relative(locale).format(-Math.floor(since_ms / HOUR_MS), 'hour');
  if (since_ms < 7 * DAY_MS) return relative(locale).format(-Math.floor(since_ms / DAY_MS), 'day');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayOnly : dayWithYear)(locale).format(at);
}

export const absolute = (at: number, locale: LocaleCode) => dayAndTime(locale).format(at);
export const absoluteFull = (at: number, locale: LocaleCode) => fullTime(locale).format(at);
export const clockTime = (at: number, locale: LocaleCode) => timeOfDay(locale).format(at);
export const weekdayTime = (at: number, locale: LocaleCode) => weekdayAndTime(locale).format(at);
export const number = (value: number, locale: LocaleCode) => numbers(locale).format(value);
export const shortNumber = (value: number, locale: LocaleCode) => compact(locale).format(value);

/** Several things said one after the other. */
export const list = (values: readonly string[], locale: LocaleCode) => lists(locale).format(values);

/** A language's name in the reader's language; a tag that nobody knows stays as it is. */
export function languageName(tag: string, locale: LocaleCode): string {
  try {
    return languages(locale).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export interface Duration {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

export function splitDuration(duration_ms: number): Duration {
  const seconds = Math.max(0, Math.floor(duration_ms / 1000));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  };
}
