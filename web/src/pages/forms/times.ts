// Times in words, in the reader's language: how long, and which day.
import { i18n } from '../../i18n';
import { roughly } from '../channels/health';
import { size } from '../imports/imports';

/** "3 minutes", "2 days": one unit, as a span. */
export function spanWords(span_ms: number): string {
  const { unit, count } = roughly(span_ms);
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** "in 3 minutes". */
export function inWords(at: number, now: number): string {
  const { unit, count } = roughly(at - now);
  return new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'always' }).format(count, unit);
}

export function sizeWords(bytes: number): string {
  const { unit, value } = size(bytes);
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
}

export const dateWords = (at: number) => new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' }).format(at);

/** A day without a time zone, `2026-12-25`. */
export const dayWords = (date: string) =>
  new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

const MONDAY = Date.UTC(2024, 0, 1);

/** `index` 0 is Monday. */
export function weekdayWords(index: number, width: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(i18n.locale, { weekday: width, timeZone: 'UTC' }).format(MONDAY + index * 86_400_000);
}

/** Minutes since midnight as a time of day. */
export function minuteWords(minute: number): string {
  return new Intl.DateTimeFormat(i18n.locale, { timeStyle: 'short', timeZone: 'UTC' }).format(MONDAY + (minute % 1440) * 60_000);
}
