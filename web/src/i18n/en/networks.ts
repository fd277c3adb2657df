// Names of networks: the same everywhere but where a language has its own.
const networks = {
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  x: 'X',
  threads: 'Threads',
  instagram: 'Instagram',
  facebook: 'Facebook',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  line: 'LINE',
  kakaotalk: 'KakaoTalk',
  naver: 'Naver',
  reddit: 'Reddit',
  telegram: 'Telegram',
  discord: 'Discord',
  email: 'E-mail',
  hacker_news: 'Hacker News',
  google_business: 'Google reviews',
  app_reviews: 'App reviews',
  rss: 'Feed',
  other: 'Other',
  manual: 'By hand',
} as const;

export default networks;
