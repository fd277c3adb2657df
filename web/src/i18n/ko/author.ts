import type { Shape } from '../types';
import type en from '../en/author';

const author = {
  title: '고객',
  network: '네트워크',
  followers: '팔로워',
  firstSeen: '처음 수신',
  contacts: '지금까지',
  cases: { other: '케이스 {count}개' },
  vipAdd: 'VIP로 지정',
  vipRemove: 'VIP 해제',
  vipHint: '우선 답변',
  earlier: '이전 게시물',
  noEarlier: '이 계정에서 들어온 다른 게시물은 아직 없습니다.',
  otherCase: '다른 케이스',
  notAssessedYet: '아직 분석하지 않은 게시물입니다.',
  madeBy: '분석 기준: {model}',
  reason_asks_to_be_told: '알려 달라는 표현',
  reason_question_ending: '의문형 어미',
  reason_question_word: '의문사',
  reason_question_mark: '물음표',
  reason_question_order: '의문문 어순',
  reason_no_question_form: '의문문 형태가 아님',
  reason_no_text: '본문 없음',
  reason_question_or_outcry: '질문이 아니라 한탄일 수 있음',
  reason_declared: '작성자가 지정한 언어',
  reason_han_only: '한자만 있음',
  reason_letters: '이 언어의 글자',
  reason_ngrams: '자주 나타나는 글자 조합',
  reason_no_letters: '글자 없음',
  reason_script: '문자 종류',
  reason_too_short: '판단하기에 너무 짧음',
} satisfies Shape<typeof en>;

export default author;
