import type { Shape } from '../types';
import type en from '../en/networks';

const networks = {
  bluesky: '블루스카이',
  mastodon: '마스토돈',
  x: 'X',
  threads: '스레드',
  instagram: '인스타그램',
  facebook: '페이스북',
  youtube: '유튜브',
  tiktok: '틱톡',
  line: '라인',
  kakaotalk: '카카오톡',
  naver: '네이버',
  reddit: '레딧',
  telegram: '텔레그램',
  discord: '디스코드',
  email: '이메일',
  hacker_news: '해커 뉴스',
  google_business: '구글 리뷰',
  app_reviews: '앱 리뷰',
  rss: '피드',
  other: '기타',
  manual: '직접 입력',
} satisfies Shape<typeof en>;

export default networks;
