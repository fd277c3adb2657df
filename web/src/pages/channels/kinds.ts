// The kinds of channels that people connect, the quickest first.
import type { IconName } from '../../ui/icons';

export const KINDS = ['bluesky_stream', 'hacker_news', 'feed', 'bluesky', 'mastodon', 'email', 'telegram'] as const;
export type Kind = (typeof KINDS)[number];

/** How a kind is drawn: by its network's sign, or by an icon where it is a way of listening rather than an account. */
export const SIGNS: Record<Kind, { network: string } | { icon: IconName }> = {
  bluesky_stream: { icon: 'bolt' },
  hacker_news: { network: 'hacker_news' },
  feed: { icon: 'channel' },
  bluesky: { network: 'bluesky' },
  mastodon: { network: 'mastodon' },
  email: { network: 'email' },
  telegram: { network: 'telegram' },
};

/** Kinds that sign in with a secret, which can be replaced. */
export const SIGNED_IN = ['bluesky', 'mastodon', 'email', 'telegram'] as const;
export type SignedIn = (typeof SIGNED_IN)[number];

export function signedInKind(connector: string): SignedIn | null {
  return SIGNED_IN.find((kind) => kind === connector) ?? null;
}
