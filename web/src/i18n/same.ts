// Texts that may be the same in every language: proper nouns, symbols and examples. Everything else must differ.
export const SAME_IN_EVERY_LANGUAGE: ReadonlySet<string> = new Set([
  'common.appName',
  'variants.kindWithDetail',
  'inbox.vip',
  'labels.abuseAt',
  'labels.quoted',
  // Posts in three languages, on purpose the same whatever the screen's language is.
  'setup.previewEn',
  'setup.previewJa',
  'setup.previewKo',
  ...[
    'bluesky',
    'mastodon',
    'x',
    'threads',
    'instagram',
    'facebook',
    'youtube',
    'tiktok',
    'line',
    'reddit',
    'telegram',
    'discord',
    'hacker_news',
    'naver',
  ].map((name) => `networks.${name}`),
]);
