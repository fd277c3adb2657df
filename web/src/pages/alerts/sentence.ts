// What an alert does, in one sentence.
import { t } from '../../i18n';
import type { Alert } from './types';

export function sentenceOf(alert: Alert, search: string | undefined): string {
  const about = { search: search ?? t('alerts.searchGone') };
  const { when, quiet, cool_down_minutes } = alert;
  const parts = [
    when.is === 'count'
      ? t('alerts.sayCount', { ...about, count: when.count, minutes: when.window_minutes })
      : when.is === 'negative'
        ? t('alerts.sayNegative', about)
        : t('alerts.sayEvery', about),
  ];
  if (cool_down_minutes > 0) parts.push(t('alerts.sayCoolDown', { minutes: cool_down_minutes }));
  if (quiet) parts.push(t('alerts.sayQuiet', quiet));
  return parts.join(' · ');
}

export function placesOf(alert: Alert): string {
  const { app, emails, webhooks } = alert.deliver;
  const places = [
    app ? t('alerts.toApp') : '',
    emails.length > 0 ? t('alerts.toEmails', { count: emails.length }) : '',
    webhooks.length > 0 ? t('alerts.toWebhooks', { count: webhooks.length }) : '',
  ].filter(Boolean);
  return places.length > 0 ? places.join(', ') : t('alerts.toNowhere');
}
