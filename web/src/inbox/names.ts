// Names of codes that many parts of the screen show.
import type { AuthorBrief, CaseState, Kind, PersonalDataKind, Sentiment } from '../api/types';
import { t } from '../i18n';
import { plainName } from '../text/segments';

export const stateName = (state: CaseState): string =>
  ({ open: t('inbox.open'), waiting: t('inbox.waiting'), snoozed: t('inbox.snoozed'), closed: t('inbox.closed') })[state];

export const sentimentName = (sentiment: Sentiment): string =>
  ({ negative: t('inbox.negative'), neutral: t('inbox.neutral'), positive: t('inbox.positive') })[sentiment];

export const kindName = (kind: Kind): string =>
  ({
    complaint: t('inbox.complaint'),
    question: t('inbox.kindQuestion'),
    suggestion: t('inbox.suggestion'),
    praise: t('inbox.praise'),
    announcement: t('inbox.announcement'),
    spam: t('inbox.spam'),
  })[kind];

export const personalDataName = (kind: PersonalDataKind): string =>
  ({
    email: t('inbox.dataEmail'),
    phone: t('inbox.dataPhone'),
    payment_card: t('inbox.dataCard'),
    resident_number: t('inbox.dataResident'),
    postal_address: t('inbox.dataAddress'),
  })[kind];

export const authorName = (author: AuthorBrief): string => plainName(author.display_name ?? '') || (author.handle ? `@${plainName(author.handle)}` : t('case.unknownAuthor'));
