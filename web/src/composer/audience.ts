// To whom an answer goes: said before anything is written, because it cannot be taken back once it was read.
import type { CaseDetail, Channel, Limits, Post, ThreadItem, Visibility } from '../api/types';
import type { IconName } from '../ui/icons';

export type Audience = Visibility | 'mail' | 'letter';

export const AUDIENCE_ICONS: Readonly<Record<Audience, IconName>> = {
  public: 'reply',
  unlisted: 'eyeOff',
  limited: 'people',
  direct: 'lock',
  mail: 'mail',
  letter: 'mail',
};

/** An answer is as public as what it answers, unless a person wants it more private. */
export function audienceOf(post: Pick<Post, 'kind' | 'visibility'> | null, way: { privately: boolean; letter: boolean }): Audience {
  if (way.letter) return 'letter';
  if (post?.kind === 'mail') return 'mail';
  return way.privately ? 'direct' : (post?.visibility ?? 'public');
}

/** It was said before many, and its network lets us answer its author alone. */
export function canGoPrivate(target: Pick<ThreadItem, 'post' | 'can'> | null): boolean {
  if (!target || target.can.direct.is !== 'yes') return false;
  const audience = audienceOf(target.post, { privately: false, letter: false });
  return audience === 'public' || audience === 'unlisted' || audience === 'limited';
}

/** Where a customer can write to with a code: mailboxes first, then bots. */
export function doors(channels: readonly Channel[] | null): Channel[] {
  const open = (connector: Channel['connector']) => (channels ?? []).filter((channel) => channel.connector === connector && channel.state === 'active');
  return [...open('email'), ...open('telegram')];
}

/** By a code or by letter. */
export const canCarryOn = (detail: Pick<CaseDetail, 'letters'> | null, channels: readonly Channel[] | null): boolean =>
  (detail?.letters.length ?? 0) > 0 || doors(channels).length > 0;

/** What the server takes as one mail. */
export const LETTER_LIMITS: Limits = { counter: 'codepoints', units_max: 50_000, bytes_max: 200_000, parts_max: 1, units_per_url: 0 };
export const SUBJECT_CHARS_MAX = 200;

export interface LetterDraft {
  to: string;
  subject: string;
  channelId: string;
}

export interface LetterProblems {
  to?: 'letterBadAddress';
  subject?: 'letterNoSubject';
}

/** What is wrong with where a mail goes; nothing when it may leave. As the server judges: two halves, no blanks. */
export function letterProblems({ to, subject }: LetterDraft): LetterProblems {
  const problems: LetterProblems = {};
  if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(to.trim())) problems.to = 'letterBadAddress';
  if (subject.trim() === '') problems.subject = 'letterNoSubject';
  return problems;
}
