// What the server sends. Times are milliseconds UTC, ids are strings, spans are UTF-8 byte offsets into the text beside them.

export type Millis = number;
export type Role = 'viewer' | 'agent' | 'supervisor' | 'owner';
export type CaseState = 'open' | 'waiting' | 'snoozed' | 'closed';
export type ReplyState = 'queued' | 'sending' | 'sent' | 'unknown' | 'failed' | 'cancelled';
export type Sentiment = 'negative' | 'neutral' | 'positive';
export type Kind = 'complaint' | 'question' | 'suggestion' | 'praise' | 'announcement' | 'spam';
export type PersonalDataKind = 'email' | 'phone' | 'payment_card' | 'resident_number' | 'postal_address';
export type LocaleCode = 'en' | 'ko' | 'ja';
export type ThemeCode = 'system' | 'light' | 'dark';
export type Hit = readonly [start: number, end: number];

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Me {
  user: { id: string; email: string; name: string; signature: string; locale: LocaleCode; theme: ThemeCode };
  brands: BrandBrief[];
}

export interface BrandBrief {
  id: string;
  name: string;
  sandbox: boolean;
  role: Role;
  open_count: number;
}

export interface Span {
  start: number;
  end: number;
  kind: 'mention' | 'link' | 'tag';
  target: string;
}

export interface AuthorBrief {
  id: string;
  network: string;
  handle: string | null;
  display_name: string | null;
  avatar: null;
  followers: number | null;
  vip: boolean;
  bot: boolean;
}

export interface Reason {
  code: string;
  start: number;
  end: number;
}

export interface Assessed<T> {
  value: T | null;
  confidence: number;
  reasons: Reason[];
}

export interface Assessment {
  model: string;
  language: Assessed<string>;
  sentiment: Assessed<Sentiment>;
  kind: Assessed<Kind>;
  question: Assessed<boolean>;
  personal_data: { kind: PersonalDataKind; start: number; end: number }[];
}

export interface Person {
  id: string;
  name: string;
}

export interface CaseRow {
  id: string;
  state: CaseState;
  assignee: Person | null;
  vip: boolean;
  urgency: number;
  opened_at: Millis;
  last_post_at: Millis;
  thread_version: number;
  deadline_at: Millis | null;
  overdue_at: Millis | null;
  snoozed_until: Millis | null;
  closed_at: Millis | null;
  reopened_count: number;
  author: AuthorBrief;
  network: string;
  channel: { id: string; name: string };
  preview: { post_id: string; text: string; spans: Span[]; hits: Hit[]; kind: string; deleted: boolean; edited: boolean };
  assessment: Assessment | null;
  reply_state: ReplyState | null;
  posts_count: number;
}

export type CasePage = Page<CaseRow> & { as_of: number | string };

export interface Counts {
  open: number;
  waiting: number;
  snoozed: number;
  closed: number;
  mine: number;
  unassigned: number;
  overdue: number;
}

export interface Availability {
  is: 'yes' | 'manual' | 'no';
  because?: string;
}

export interface Post {
  id: string;
  native_id: string;
  kind: string;
  text: string;
  spans: Span[];
  media: { url: string; alt: string | null; mime: string | null }[];
  created_at: Millis;
  received_at: Millis;
  edited_at: Millis | null;
  deleted_at: Millis | null;
  ours: boolean;
  permalink: string | null;
  parent_id: string | null;
  context: boolean;
  network: string;
}

export interface Revision {
  version: string;
  text: string;
  spans: Span[];
  seen_at: Millis;
}

export interface ThreadItem {
  post: Post;
  author: AuthorBrief;
  hits: Hit[];
  assessment: Assessment | null;
  /** Earlier versions, oldest first. */
  revisions: Revision[];
  reply_id: string | null;
  can: { reply: Availability; like: Availability; repost: Availability };
  engaged: { like: boolean; repost: boolean };
}

export interface Note {
  id: string;
  user: Person;
  text: string;
  created_at: Millis;
}

export interface Reply {
  id: string;
  case_id: string;
  post_id: string;
  user: Person;
  text: string;
  parts: string[];
  state: ReplyState;
  thread_version: number;
  created_at: Millis;
  send_at: Millis;
  attempts: number;
  sent_at: Millis | null;
  permalink: string | null;
  failure: { code: string; detail: string } | null;
  can_cancel: boolean;
}

export interface Limits {
  counter: 'graphemes_and_bytes' | 'codepoints' | 'utf16_units';
  units_max: number;
  bytes_max: number;
  parts_max: number;
}

export interface CaseDetail {
  case: CaseRow;
  thread: ThreadItem[];
  notes: Note[];
  replies: Reply[];
  draft: { text: string; thread_version: number; updated_at: Millis } | null;
  answering: { channel_id: string; channel_name: string; limits: Limits | null; availability: Availability };
  answer_channels: { id: string; name: string }[];
  seq: number | string;
}

export interface AuthorDetail {
  author: AuthorBrief;
  first_seen_at: Millis;
  posts_count: number;
  cases_count: number;
}

export interface AuthorPost {
  post: Post;
  assessment: Assessment | null;
  case_id: string | null;
}

export interface Member {
  user: { id: string; name: string; email: string; signature: string };
  role: Role;
  disabled: boolean;
}

export type SourceStateCode = 'starting' | 'live' | 'lagging' | 'silent' | 'failing' | 'signed_out' | 'paused';

export interface SourceHealth {
  channel_id: string;
  source: string;
  state: SourceStateCode;
  last_item_at: Millis | null;
  last_contact_at: Millis | null;
  lag_ms: number | null;
  failures: number;
  last_error: string | null;
  retry_at: Millis | null;
  since: Millis;
}

export interface Gap {
  id: string;
  channel_id: string;
  source: string;
  from: Millis | null;
  to: Millis;
  why: string;
  noticed_at: Millis;
}

export interface Channel {
  id: string;
  connector: 'bluesky' | 'bluesky_stream' | 'feed' | 'import' | 'sandbox';
  network: string;
  name: string;
  config: Record<string, unknown>;
  state: 'active' | 'paused' | 'signed_out';
  created_at: Millis;
  account?: { handle: string; native_id: string } | null;
  sources: SourceHealth[];
  gaps: Gap[];
  quarantined: number;
}

export interface ChangeEvent {
  seq: number;
  kind: string;
  case_id: string | null;
  user_id: string | null;
  at: Millis;
  payload: { row?: CaseRow } & Record<string, unknown>;
}

export interface PresenceEvent {
  case_id: string;
  user: Person;
  state: 'viewing' | 'writing' | 'left';
}
