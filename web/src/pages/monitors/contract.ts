// What the server takes and gives about monitors, by the names that the screen uses. Spans are UTF-8 bytes of the text beside them.

/** A word or phrase in a box. */
export interface BoxTerm {
  text: string;
  /** Other spellings too. */
  variants: boolean;
  /** As a whole word, without endings and compounds. */
  exact: boolean;
}

export interface Boxes {
  any: BoxTerm[];
  all: BoxTerm[];
  none: BoxTerm[];
  hashtags: string[];
  handles: string[];
  languages: string[];
  networks: string[];
  followers_min: number | null;
}

export interface Spelling {
  term: string;
  text: string;
}

export interface VariantChoice {
  off: Spelling[];
  on: Spelling[];
  also: Spelling[];
}

export interface Budget {
  per_hour: number | null;
  per_day: number | null;
}

export type Side = 'own' | 'competitor';

/** Where a monitor's words are in a text, and as what they were found. */
export interface HitSpan {
  start: number;
  end: number;
  term: string;
  variant: string | null;
  reason: string | null;
}

export interface Skipped {
  count: number;
  from: number | null;
  to: number | null;
}

export interface Monitor {
  id: string;
  name: string;
  query: string;
  boxes: Boxes | null;
  variants: VariantChoice;
  side: Side;
  budget: Budget;
  skipped: Skipped;
  enabled: boolean;
  created_at: number;
  updated_at: number;
}

/** One face of a query or the other. */
export type Asked = { query: string } | { boxes: Boxes };

export type MonitorChange = Partial<Asked> & {
  name?: string;
  variants?: VariantChoice;
  side?: Side;
  budget?: Budget;
  enabled?: boolean;
};

export interface Problem {
  code: string;
  /** In code points, from 1; 0: the query as a whole. */
  column: number;
  length: number;
  /** The whole query, mended. */
  suggestion: string | null;
  about: string | null;
}

export interface NotBoxes {
  code: string;
  part: string;
}

export interface Reading {
  query: string | null;
  boxes: Boxes | null;
  not_boxes: NotBoxes | null;
  problems: Problem[];
  terms: { text: string; variants: boolean }[];
}

export interface TermVariant {
  text: string;
  /** `kind:detail`. */
  reason: string;
  /** By itself, before anybody chose. */
  on: boolean;
  /** 0 to 100. */
  noise: number;
}

export interface TermVariants {
  term: string;
  few_because: string | null;
  spellings: TermVariant[];
}

export interface Sample {
  post_id: string;
  text: string;
  hits: HitSpan[];
}

export interface PreviewTerm {
  term: string;
  /** The other spelling; null: the term itself. */
  text: string | null;
  reason: string | null;
  count: number;
  sample: Sample | null;
  noise_likely: boolean;
}

export interface Preview {
  count: number;
  looked_at: number;
  window_days: number;
  samples: Sample[];
  terms: PreviewTerm[];
}

export interface LiveVariant extends TermVariant {
  hits: number;
  last_hit_at: number | null;
  muted: boolean;
}

export interface LiveVariants {
  term: string;
  few_because: string | null;
  spellings: LiveVariant[];
}

export type Muted =
  | { is: 'author'; author_id: string; native_id: string; name: string }
  | { is: 'phrase'; text: string }
  | { is: 'variant'; monitor_id: string; spelling: Spelling };

export type NewMute = { is: 'author'; author_id: string } | { is: 'phrase'; text: string } | { is: 'variant'; monitor_id: string; spelling: Spelling };

export interface Mute {
  id: string;
  what: Muted;
  by: { id: string; name: string } | null;
  created_at: number;
}

/** Which monitor a post is here for; null: it was addressed to us. */
export interface Mention {
  monitor_id: string | null;
  spans: HitSpan[];
}
