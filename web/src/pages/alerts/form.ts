// The editor of an alert as plain values, and what the server takes.
import type { Alert, AlertFields } from './types';

export type WhenName = 'every' | 'negative' | 'count';

export interface AlertForm {
  name: string;
  search: string;
  when: WhenName;
  count: string;
  window: string;
  coolDown: string;
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
  app: boolean;
  emails: string;
  webhooks: string[];
}

export const COUNT_MAX = 10_000;
export const WINDOW_MINUTES_MAX = 7 * 24 * 60;
export const COOL_DOWN_MINUTES_MAX = 7 * 24 * 60;

export function formOf(alert: Alert | null): AlertForm {
  const when = alert?.when;
  return {
    name: alert?.name ?? '',
    search: alert?.search_id ?? '',
    when: when?.is ?? 'every',
    count: String(when?.is === 'count' ? when.count : 10),
    window: String(when?.is === 'count' ? when.window_minutes : 60),
    coolDown: String(alert?.cool_down_minutes ?? 10),
    quiet: alert ? alert.quiet !== null : false,
    quietFrom: alert?.quiet?.from ?? '22:00',
    quietTo: alert?.quiet?.to ?? '07:00',
    app: alert?.deliver.app ?? true,
    emails: (alert?.deliver.emails ?? []).join('\n'),
    webhooks: [...(alert?.deliver.webhooks ?? [])],
  };
}

export function fieldsOf(form: AlertForm, enabled: boolean): AlertFields {
  return {
    name: form.name.trim(),
    search_id: form.search,
    when: form.when === 'count' ? { is: 'count', count: Number(form.count), window_minutes: Number(form.window) } : { is: form.when },
    quiet: form.quiet ? { from: form.quietFrom, to: form.quietTo } : null,
    cool_down_minutes: Number(form.coolDown),
    deliver: { app: form.app, emails: emailsOf(form.emails), webhooks: form.webhooks },
    enabled,
  };
}

/** One a line; people also paste lists with commas. */
export function emailsOf(text: string): string[] {
  const all = text.split(/[\s,;，、；]+/).filter((email) => email !== '');
  return [...new Set(all)];
}

export type AlertProblem = 'name' | 'search' | 'count' | 'window' | 'coolDown' | 'quiet' | 'emails' | 'nowhere';

/** The first thing that has to change, in the order of the screen. */
export function problemOf(form: AlertForm): AlertProblem | null {
  if (form.name.trim() === '') return 'name';
  if (form.search === '') return 'search';
  if (form.when === 'count' && !isWhole(form.count, 1, COUNT_MAX)) return 'count';
  if (form.when === 'count' && !isWhole(form.window, 1, WINDOW_MINUTES_MAX)) return 'window';
  if (!isWhole(form.coolDown, 0, COOL_DOWN_MINUTES_MAX)) return 'coolDown';
  if (form.quiet && (form.quietFrom === '' || form.quietTo === '' || form.quietFrom === form.quietTo)) return 'quiet';
  const emails = emailsOf(form.emails);
  if (emails.some((email) => !/^[^\s@]+@[^\s@]+$/.test(email))) return 'emails';
  return form.app || emails.length > 0 || form.webhooks.length > 0 ? null : 'nowhere';
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;
}
