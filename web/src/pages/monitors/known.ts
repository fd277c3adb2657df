// What can be chosen in the boxes; the server knows more languages than these, and a query may name them.
export const LANGUAGES = ['ko', 'ja', 'en', 'zh', 'es', 'fr', 'de', 'it', 'pt', 'ru', 'uk', 'pl', 'nl', 'tr', 'ar', 'hi', 'id', 'th', 'vi'] as const;

export const NETWORKS = [
  'bluesky',
  'mastodon',
  'x',
  'threads',
  'instagram',
  'facebook',
  'youtube',
  'tiktok',
  'line',
  'kakaotalk',
  'naver',
  'reddit',
  'telegram',
  'discord',
  'email',
  'hacker_news',
  'google_business',
  'app_reviews',
  'rss',
  'other',
] as const;
