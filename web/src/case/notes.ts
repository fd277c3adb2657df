// How the notes on a post look. A code that this version does not know is still shown, plainly.
import type { IconName } from '../ui/icons';

export interface NoteLook {
  icon: IconName;
  tone: 'plain' | 'success' | 'warning' | 'danger';
}

const LOOKS: Readonly<Record<string, NoteLook>> = {
  sender_verified: { icon: 'shield', tone: 'success' },
  sender_unverified: { icon: 'question', tone: 'warning' },
  reaches_others: { icon: 'people', tone: 'warning' },
  automatic: { icon: 'bolt', tone: 'plain' },
  bounced: { icon: 'warning', tone: 'danger' },
  by_code: { icon: 'key', tone: 'plain' },
  truncated: { icon: 'info', tone: 'plain' },
};

export const KNOWN_NOTES: readonly string[] = Object.keys(LOOKS);

export const noteLook = (code: string): NoteLook => LOOKS[code] ?? { icon: 'info', tone: 'plain' };
