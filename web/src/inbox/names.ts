// Names of codes that many parts of the screen show.
import type { AuthorBrief, CaseState } from '../api/types';
import { t } from '../i18n';
import { plainName } from '../text/segments';

export const stateName = (state: CaseState): string =>
  ({ open: t('inbox.open'), waiting: t('inbox.waiting'), snoozed: t('inbox.snoozed'), closed: t('inbox.closed') })[state];

export const authorName = (author: AuthorBrief): string => plainName(author.display_name ?? '') || (author.handle ? `@${plainName(author.handle)}` : t('case.unknownAuthor'));
