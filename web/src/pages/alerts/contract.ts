// What the server says of alerts, until its description is generated.
export type SearchFilter = Record<string, string | boolean | null>;

export interface SavedSearch {
  id: string;
  name: string;
  filter: SearchFilter;
  shared: boolean;
  mine: boolean;
  created_at: number;
}

export type When = { is: 'every' } | { is: 'negative' } | { is: 'count'; count: number; window_minutes: number };

export interface AlertFields {
  name: string;
  search_id: string;
  when: When;
  quiet: { from: string; to: string } | null;
  cool_down_minutes: number;
  deliver: { app: boolean; emails: string[]; webhooks: string[] };
  enabled: boolean;
}

export interface Alert extends AlertFields {
  id: string;
  mine: boolean;
  /** Posts that wait for the end of quiet hours or of the pause. */
  waiting: number;
  last_notice_at: number | null;
  created_at: number;
}

export interface NoticePost {
  post_id: string;
  case_id: string;
  text: string;
  /** Handle or name; empty when neither is known. */
  author: string;
  created_at: number;
}

export interface Notice {
  id: string;
  alert_id: string;
  alert_name: string;
  count: number;
  posts: NoticePost[];
  trial: boolean;
  created_at: number;
  read: boolean;
}

export type WebhookFormat = 'standard' | 'slack';

export interface Webhook {
  id: string;
  name: string;
  url: string;
  format: WebhookFormat;
  enabled: boolean;
  /** The receiver said that it is gone for good. */
  gone: boolean;
  created_at: number;
}

export interface WebhookBrief {
  id: string;
  name: string;
  enabled: boolean;
}

export interface Delivery {
  id: string;
  notice_id: string;
  kind: 'webhook' | 'email';
  target: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  next_at: number | null;
  last_status: number | null;
  last_error: string | null;
  created_at: number;
}
