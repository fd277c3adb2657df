// What the server sends, by the names that the screen uses. The shapes are the server's own: `schema.d.ts` is written from its description
// by `cargo xtask openapi`. Times are milliseconds UTC, ids are strings, spans are UTF-8 byte offsets into the text beside them.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Millis = number;
/** Start and end, in bytes. */
export type Hit = readonly number[];

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type Role = Schemas['Role'];
export type CaseState = Schemas['CaseState'];
export type ReplyState = Schemas['ReplyState'];
export type LocaleCode = Schemas['Locale'];
export type ThemeCode = Schemas['Theme'];
export type SourceStateCode = Schemas['SourceState'];
export type Unavailable = Schemas['Unavailable'];

export type Me = Schemas['Me'];
export type BrandBrief = Schemas['MyBrand'];
export type Member = Schemas['Member'];
export type Person = Schemas['PersonBrief'];

/** Entities of a text, and the parts of it that the screen lays out: what a mail is about, what an author warns of, what was said before. */
export type SpanKind = Schemas['SpanKind'] | 'subject' | 'warning' | 'quoted';
export interface Span {
  start: number;
  end: number;
  kind: SpanKind;
  target: string;
}
export type AuthorBrief = Schemas['AuthorBrief'];
export type AuthorDetail = Schemas['AuthorDetail'];
export type AuthorPost = Schemas['AuthorPost'];
export type Reason = Schemas['Reason'];

/** One judgement of an assessment; `null` is unknown. */
export interface Assessed<T> {
  value: T | null;
  /** Thousandths. */
  confidence: number;
  reasons?: readonly Reason[];
}

export type Sentiment = Schemas['Sentiment'];
export type Kind = Schemas['Kind'];
export type Abuse = Schemas['Abuse'];
export type Aim = Schemas['Aim'];
export type Motive = Schemas['Motive'];
export type Risk = Schemas['Risk'];
/** A part of an assessment that a person can correct. */
export type Field = Schemas['Field'];
export type PersonalDataKind = Schemas['PersonalDataKind'];
export type WordEffect = Schemas['WordEffect'];
/** One yes of an assessment. */
export type Label = Schemas['Label'];
export type Assessment = Schemas['Assessment'];
/** A place that moved a judgement: bytes, and thousandths for (above zero) or against it. */
export type Moved = Schemas['Moved'];
/** What each judgement hangs on: by field, and by the names of kinds and risks. */
export type Reasons = Schemas['Reasons']['reasons'];
export type UrgencyPart = Schemas['UrgencyPart'];

/** What a person says that a post is; only what they spoke of. */
export type Verdict = Schemas['Verdict'];
export type Correction = Schemas['Correction'];
export type CorrectionRow = Schemas['CorrectionRow'];
export type WordRule = Schemas['WordRule'];
/** Of so many lessons, with how many what was shipped agrees, and what was taught. */
export type Agreement = Schemas['Agreement'];
export type Teaching = Schemas['Teaching'];
/** History, assessed again. */
export type Reassessment = Schemas['Reassessment'];
export type Changes = Schemas['Changes'];
export type Tried = Schemas['Triaged'];

export type CaseRow = Schemas['CaseRow'];
export type CasePage = Schemas['CasePage'];
export type Counts = Schemas['Counts'];
export type Availability = Schemas['Availability'];
export type NetworkName = Schemas['Network'];
export type Revision = Schemas['Revision'];
export type Note = Schemas['Note'];

/** Who can read a post where it was said. */
export type Visibility = 'public' | 'unlisted' | 'limited' | 'direct';

/** A picture, a film, a file of a post. We keep a copy: the screen asks nobody else. */
export interface Medium {
  /** Of our copy; none for what nobody fetches. */
  id?: string;
  state?: 'wanted' | 'kept' | 'refused' | 'gone';
  /** Where it was found. */
  url: string | null;
  alt: string | null;
  mime: string | null;
  name?: string | null;
  bytes?: number | null;
  /** Why it was refused: a code. */
  why?: string | null;
}

export type Post = Omit<Schemas['Post'], 'media' | 'spans'> & {
  spans: Span[];
  media: Medium[];
  visibility?: Visibility;
  /** Codes of what a reader should know of it. */
  notes?: string[];
};
export type ThreadItem = Omit<Schemas['ThreadItem'], 'post' | 'can'> & { post: Post; can: Schemas['Can'] & { direct?: Availability } };

/** A mail that answers no mail. */
export interface Letter {
  to: string;
  subject: string;
}
export type Reply = Schemas['Reply'] & { letter?: Letter | null; privately?: boolean; elsewhere?: boolean };
export type Limits = Omit<Schemas['Limits'], 'counter' | 'units_per_url'> & { counter: Schemas['Counter'] | 'mastodon'; units_per_url?: number };

/** A code with which a customer goes on by mail. */
export interface HandOff {
  code: string;
  /** Where to write. */
  address: string;
  link?: string | null;
  subject: string;
  mailto: string;
  expires_at: Millis;
}
/** A code as the case remembers it: the code itself is known only to whom it was given. */
export interface GivenHandOff {
  id?: string;
  channel_id: string;
  created_by?: Person | null;
  created_at: Millis;
  expires_at: Millis;
  used_at: Millis | null;
}

export type CaseDetail = Omit<Schemas['CaseDetail'], 'thread' | 'replies' | 'answering'> & {
  thread: ThreadItem[];
  replies: Reply[];
  answering: Omit<Schemas['Answering'], 'limits'> & { limits: Limits | null };
  hand_offs?: GivenHandOff[];
};

export type ConnectorName = Schemas['Connector'] | 'mastodon' | 'email' | 'telegram' | 'hacker_news' | 'manual';
export type Channel = Omit<Schemas['Channel'], 'connector'> & { connector: ConnectorName };
export type SourceHealth = Schemas['SourceHealth'];
export type Gap = Schemas['Gap'];
export type ShareOfVoice = Schemas['ShareOfVoice'];
export type Voice = Schemas['MonitorVoice'];

/** What the stream carries; the description of the API stops at its door. */
export interface ChangeEvent {
  seq: number | string;
  kind: string;
  case_id: string | null;
  user_id: string | null;
  at: Millis;
  payload: { row?: CaseRow } & Record<string, unknown>;
}

export interface PresenceEvent {
  case_id: string;
  user: Person;
  state: Schemas['PresenceState'];
}
