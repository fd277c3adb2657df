// Saved searches, alerts, notices, webhooks and what became of their deliveries.
import { at, del, get, patch, post } from '../client';
import type { Page } from '../types';
import type { Alert, AlertFields, Delivery, MadeWebhook, Notice, SavedSearch, SearchFilter, Webhook, WebhookBrief, WebhookFormat } from '../../pages/alerts/types';

export const listSearches = (brand: string) => get<Page<SavedSearch>>(at`/brands/${brand}/searches`);
export const addSearch = (brand: string, search: { name: string; filter: Partial<SearchFilter>; shared: boolean }) =>
  post<SavedSearch>(at`/brands/${brand}/searches`, search);
export const changeSearch = (brand: string, id: string, change: { name?: string; filter?: Partial<SearchFilter>; shared?: boolean }) =>
  patch<SavedSearch>(at`/brands/${brand}/searches/${id}`, change);
export const removeSearch = (brand: string, id: string) => del(at`/brands/${brand}/searches/${id}`);

export const listAlerts = (brand: string) => get<{ items: Alert[]; mail: boolean; webhooks: WebhookBrief[] }>(at`/brands/${brand}/alerts`);
export const addAlert = (brand: string, alert: AlertFields) => post<Alert>(at`/brands/${brand}/alerts`, alert);
export const changeAlert = (brand: string, id: string, change: Partial<AlertFields>) => patch<Alert>(at`/brands/${brand}/alerts/${id}`, change);
export const removeAlert = (brand: string, id: string) => del(at`/brands/${brand}/alerts/${id}`);
export const tryAlert = (brand: string, id: string) => post<Notice>(at`/brands/${brand}/alerts/${id}/try`);

export const listNotices = (brand: string, after?: string) => get<Page<Notice> & { unread: number }>(at`/brands/${brand}/notices`, { after });
export const readUnread = async (brand: string) => (await get<{ unread: number }>(at`/brands/${brand}/notices`, { limit: 1 })).unread;
export const readNotices = (brand: string, upTo: string) => post<unknown>(at`/brands/${brand}/notices/read`, { up_to: upTo });

export const listWebhooks = (brand: string) => get<Page<Webhook>>(at`/brands/${brand}/webhooks`);
export const addWebhook = (brand: string, webhook: { name: string; url: string; format: WebhookFormat }) =>
  post<MadeWebhook>(at`/brands/${brand}/webhooks`, webhook);
export const changeWebhook = (brand: string, id: string, change: { name?: string; url?: string; enabled?: boolean }) =>
  patch<Webhook>(at`/brands/${brand}/webhooks/${id}`, change);
export const removeWebhook = (brand: string, id: string) => del(at`/brands/${brand}/webhooks/${id}`);
export const renewSecret = (brand: string, id: string) => post<MadeWebhook>(at`/brands/${brand}/webhooks/${id}/secret`);

export const listDeliveries = (brand: string, after?: string) => get<Page<Delivery>>(at`/brands/${brand}/deliveries`, { after });
export const replayDelivery = (brand: string, id: string) => post<Delivery>(at`/brands/${brand}/deliveries/${id}/replay`);
