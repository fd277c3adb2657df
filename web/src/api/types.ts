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

export type Span = Schemas['Span'];
export type AuthorBrief = Schemas['AuthorBrief'];
export type AuthorDetail = Schemas['AuthorDetail'];
export type AuthorPost = Schemas['AuthorPost'];
export type Reason = Schemas['Reason'];

/** One judgement of an assessment; `null` is unknown. */
export interface Assessed<T> {
  value: T | null;
  /** Thousandths. */
  confidence: number;
  reasons?: Reason[];
}

export type Sentiment = 'negative' | 'neutral' | 'positive';
export type Kind = 'complaint' | 'question' | 'suggestion' | 'praise' | 'announcement' | 'spam';
export type Abuse = 'none' | 'insult' | 'threat' | 'hate';
export type Aim = 'brand' | 'person' | 'group';
export type Motive = 'instrumental' | 'venting' | 'none';
export type Risk = 'safety' | 'legal' | 'press' | 'churn' | 'self_harm';
export type Field = 'sentiment' | 'kind' | 'needs_answer' | 'abuse' | 'troll' | 'motive' | 'risk' | 'humour';
export type PersonalDataKind = 'email' | 'phone' | 'address' | 'card' | 'account' | 'resident_number' | 'my_number' | 'order_number' | 'name' | 'password';
export type WordEffect = 'ignore' | 'negative' | 'positive' | 'complaint' | 'praise' | 'spam' | 'insult' | 'safety' | 'legal' | 'press' | 'churn';
/** One yes of an assessment. */
export type Label =
  | Kind
  | 'needs_answer'
  | 'insult'
  | 'threat'
  | 'hate'
  | 'troll'
  | 'instrumental'
  | 'venting'
  | 'chronic'
  | Risk
  | 'humour'
  | 'personal_data'
  | 'mixed'
  | 'corrected';

/** One of several things that can be true together. */
export interface Said<T> {
  value: T;
  confidence: number;
}

export interface Assessment {
  model: string;
  language: Assessed<string>;
  languages: string[];
  sentiment: Assessed<Sentiment> & { scores: { negative: number; neutral: number; positive: number } };
  kinds: Said<Kind>[];
  question: Assessed<boolean>;
  needs_answer: Assessed<boolean>;
  abuse: Assessed<Abuse>;
  aim: Aim | null;
  troll: Assessed<boolean>;
  motive: Assessed<Motive>;
  risks: Said<Risk>[];
  humour: Assessed<boolean>;
  personal_data: { kind: PersonalDataKind; start: number; end: number; confidence: number }[];
  corrected: Field[];
}

/** A place that moved a judgement: bytes, and thousandths for (above zero) or against it. */
export interface Moved {
  start: number;
  end: number;
  weight: number;
}
/** What each judgement hangs on: by field, and by the names of kinds and risks. */
export type Reasons = Record<string, Moved[]>;

/** What a person says that a post is; only what they spoke of. */
export interface Verdict {
  sentiment?: Sentiment;
  kinds?: Kind[];
  needs_answer?: boolean;
  abuse?: Abuse;
  troll?: boolean;
  motive?: Motive;
  risks?: Risk[];
  humour?: boolean;
}

export interface UrgencyPart {
  code: string;
  points: number;
}

export type CaseRow = Omit<Schemas['CaseRow'], 'assessment'> & { assessment: Assessment | null; labels: Label[] };
export type CasePage = Omit<Schemas['CasePage'], 'items'> & { items: CaseRow[] };
export type CaseDetail = Omit<Schemas['CaseDetail'], 'case' | 'thread'> & { case: CaseRow; thread: ThreadItem[]; urgency_parts: UrgencyPart[]; corrections: Correction[] };
export type Counts = Schemas['Counts'];
export type Availability = Schemas['Availability'];
export type Post = Schemas['Post'];
export type Revision = Schemas['Revision'];
export type ThreadItem = Omit<Schemas['ThreadItem'], 'assessment'> & { assessment: Assessment | null };
export type Note = Schemas['Note'];
export type Reply = Schemas['Reply'];
export type Limits = Schemas['Limits'];
export type NewReply = Schemas['NewReply'];

export type Channel = Schemas['Channel'];
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

/** A person's verdict on a post. */
export interface Correction {
  id: string;
  post_id: string;
  user: Person;
  at: Millis;
  verdict: Verdict;
  /** What was said of the same before. */
  before: Verdict;
  /** The verdict says the same as what was said before. */
  confirmed: boolean;
}

export interface CorrectionRow {
  correction: Correction;
  case_id: string | null;
  /** The post as it is now, clipped. */
  text: string;
  languages: string[];
}

export interface WordRule {
  id: string;
  phrase: string;
  effect: WordEffect;
  created_at: Millis;
  by: Person | null;
}

/** Of so many lessons, with how many what was shipped agrees, and what was taught. */
export interface Agreement {
  field: Field;
  lessons: number;
  shipped: number;
  taught: number;
}

export interface Changes {
  posts: number;
  sentiments: { from: Sentiment | null; to: Sentiment | null; posts: number }[];
  labels: { label: Label; gained: number; lost: number }[];
}

/** History, assessed again. */
export interface Reassessment {
  id: string;
  model: string;
  state: 'running' | 'done' | 'failed' | 'stopped';
  total: number;
  done: number;
  changed: Changes;
  started_at: Millis;
  finished_at: Millis | null;
  /** Null: the program. */
  by: Person | null;
}

export interface Teaching {
  model: string;
  lessons: number;
  corrections: number;
  confirmations: number;
  agreement: Agreement[];
  /** Still being worked out. */
  learning: boolean;
  outdated_posts: number;
  reassessment: Reassessment | null;
}

export interface Tried {
  assessment: Assessment;
  reasons: Reasons;
  urgency: number;
  urgency_parts: UrgencyPart[];
}
