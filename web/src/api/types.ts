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
export type Span = Schemas['Span'];
export type SpanKind = Schemas['SpanKind'];
/** How an answer that is not finished is meant to leave. */
export type DraftWay = Pick<Schemas['Draft'], 'privately' | 'letter' | 'channel_id'>;
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
export type CaseDetail = Schemas['CaseDetail'];
export type Counts = Schemas['Counts'];
export type Availability = Schemas['Availability'];
export type NetworkName = Schemas['Network'];
export type Post = Schemas['Post'];
/** Who can read a post where it was said. */
export type Visibility = Schemas['Visibility'];
/** A picture, a film, a file of a post. We keep a copy: the screen asks nobody else. */
export type Medium = Schemas['Media'];
export type Revision = Schemas['Revision'];
export type ThreadItem = Schemas['ThreadItem'];
export type Note = Schemas['Note'];
export type Reply = Schemas['Reply'];
export type Letter = Schemas['Letter'];
export type Limits = Schemas['Limits'];
export type NewReply = Schemas['NewReply'];
/** A code with which a customer goes on by mail or in a bot's chat; shown once. */
export type HandOff = Schemas['HandOff'];
export type GivenHandOff = Schemas['GivenHandOff'];

export type ConnectorName = Schemas['Connector'];
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
