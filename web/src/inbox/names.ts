// Names of codes that many parts of the screen show.
import type { AuthorBrief, CaseState } from '../api/types';
import { t } from '../i18n';
import { plainName } from '../text/segments';

export const stateName = (state: CaseState): string =>
  ({ open: t('inbox.open'), waiting: t('inbox.waiting'), snoozed: t('inbox.snoozed'), closed: t('inbox.closed') })[state];

/** Where an account's name has no @ before it. */
const BARE: ReadonlySet<string> = new Set(['email', 'hacker_news', 'reddit', 'rss']);

/** The account's name as its network writes it; nothing when it has none. */
export function handleOf(author: Pick<AuthorBrief, 'handle' | 'network'>): string {
  const handle = plainName(author.handle ?? '');
  return handle === '' || BARE.has(author.network) ? handle : `@${handle}`;
}

export const authorName = (author: AuthorBrief): string => plainName(author.display_name ?? '') || handleOf(author) || t('case.unknownAuthor');
