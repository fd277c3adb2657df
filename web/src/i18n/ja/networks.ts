import type { Shape } from '../types';
import type en from '../en/networks';

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
  kakaotalk: 'カカオトーク',
  naver: 'NAVER',
  reddit: 'Reddit',
  telegram: 'Telegram',
  discord: 'Discord',
  email: 'メール',
  hacker_news: 'Hacker News',
  google_business: 'Google クチコミ',
  app_reviews: 'アプリレビュー',
  rss: 'フィード',
  other: 'その他',
  manual: '手入力',
} satisfies Shape<typeof en>;

export default networks;
