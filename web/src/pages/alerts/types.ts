// What the server says of alerts, by the names that this page uses.
import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type SearchFilter = Schemas['SearchFilter'];
export type SavedSearch = Schemas['SavedSearch'];
export type Alert = Schemas['Alert'];
export type Notice = Schemas['Notice'];
export type Webhook = Schemas['Webhook'];
export type WebhookBrief = Schemas['WebhookBrief'];
export type WebhookFormat = Schemas['WebhookFormat'];
export type MadeWebhook = Schemas['WebhookMade'];
export type Delivery = Schemas['Delivery'];
/** What a person decides of an alert; all of it is said when one is saved. */
export type AlertFields = Omit<Alert, 'id' | 'mine' | 'waiting' | 'last_notice_at' | 'created_at'>;
