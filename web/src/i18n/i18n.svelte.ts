// The chosen language and its dictionary. A dictionary is loaded when it is first needed, so that the first paint carries one, and of
// that only what the frame and the inbox say; the rest comes with the first page.
import type { LocaleCode } from '../api/types';
import { recall, remember } from '../state/storage';
import type { English, Frame } from './en';
import type { Pages } from './en/pages';
import * as format from './format';
import type { Arguments, Entry, ParamValue } from './types';

export const LOCALES: readonly { code: LocaleCode; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'ko', name: '한국어' },
  { code: 'ja', name: '日本語' },
];

interface Loader {
  frame: () => Promise<{ default: Frame }>;
  pages: () => Promise<{ default: Pages }>;
}

const LOADERS: Record<LocaleCode, Loader> = {
  en: { frame: () => import('./en'), pages: () => import('./en/pages') },
  ko: { frame: () => import('./ko'), pages: () => import('./ko/pages') },
  ja: { frame: () => import('./ja'), pages: () => import('./ja/pages') },
};

type Areas = { [Area in keyof English]: `${Area & string}.${keyof English[Area] & string}` };
export type Key = Areas[keyof English];
type EntryAt<K extends Key> = K extends `${infer Area extends keyof English & string}.${infer Name}`
  ? Name extends keyof English[Area]
    ? English[Area][Name]
    : never
  : never;

class I18n {
  locale = $state<LocaleCode>('en');
  dictionary = $state.raw<(Frame & Partial<Pages>) | null>(null);
  #pages: Promise<void> | null = null;

  async start() {
    await this.choose(preferred(recall('locale'), navigator.languages), { keep: false });
  }

  async choose(locale: LocaleCode, options: { keep?: boolean } = {}) {
    if (locale !== this.locale || !this.dictionary) await this.#load(locale);
    document.documentElement.lang = locale;
    if (options.keep !== false) remember('locale', locale);
  }

  /** For whoever is about to show a page. */
  needPages(): Promise<void> {
    return (this.#pages ??= this.#load(this.locale, true));
  }

  async #load(locale: LocaleCode, withPages = this.#pages !== null) {
    const [frame, pages] = await Promise.all([LOADERS[locale].frame(), withPages ? LOADERS[locale].pages() : null]);
    this.dictionary = { ...frame.default, ...pages?.default };
    this.locale = locale;
  }
}

export function preferred(kept: string | null, wanted: readonly string[]): LocaleCode {
  for (const tag of [kept ?? '', ...wanted]) {
    const found = LOCALES.find(({ code }) => tag.toLowerCase().split('-')[0] === code);
    if (found) return found.code;
  }
  return 'en';
}

export const i18n = new I18n();

function entryAt(area: string, name: string): Entry | undefined {
  const areas = i18n.dictionary as unknown as Record<string, Record<string, Entry>> | null;
  const entries = areas?.[area];
  return entries && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

export function t<K extends Key>(key: K, ...[params]: Arguments<EntryAt<K>>): string {
  const [area = '', name = ''] = key.split('.');
  const entry = entryAt(area, name);
  return entry === undefined ? key : format.fill(entry, (params ?? {}) as Record<string, ParamValue>, i18n.locale);
}

/** The text for a code from the server; a code that this version does not know is shown as it is, never hidden. */
export function tCode(area: keyof English, code: string, params: Record<string, unknown> = {}): string {
  const entry = entryAt(area, code);
  if (entry === undefined) return code;
  const values: Record<string, ParamValue> = {};
  for (const [name, value] of Object.entries(params)) if (typeof value === 'string' || typeof value === 'number') values[name] = value;
  return format.fill(entry, values, i18n.locale);
}

/** How long ago. */
export const time = (at: number, now: number) => format.ago(at, now, i18n.locale);
/** Day and time, short. */
export const moment = (at: number) => format.absolute(at, i18n.locale);
/** Day and time, in full: for tooltips. */
export const whole = (at: number) => format.absoluteFull(at, i18n.locale);
export const weekday = (at: number) => format.weekdayTime(at, i18n.locale);
export const quantity = (value: number) => format.number(value, i18n.locale);
export const shortQuantity = (value: number) => format.shortNumber(value, i18n.locale);
export const series = (values: readonly string[]) => format.list(values, i18n.locale);
export const language = (tag: string) => format.languageName(tag, i18n.locale);

/** A span of time in at most two units; below five minutes it counts the seconds. */
export function duration(duration_ms: number): string {
  const { days, hours, minutes, seconds } = format.splitDuration(duration_ms);
  if (days > 0) return t('common.durationDays', { days, hours });
  if (hours > 0 && minutes === 0) return t('common.durationWholeHours', { hours });
  if (hours > 0) return t('common.durationHours', { hours, minutes });
  if (minutes >= 5) return t('common.durationMinutes', { minutes });
  return `${minutes}:${String(seconds).padStart(2, '0')}`;
}
