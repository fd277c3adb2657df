import type { Shape } from '../types';
import type en from '../en/author';

const author = {
  title: 'お客様',
  network: 'ネットワーク',
  followers: 'フォロワー',
  firstSeen: '初回受信',
  contacts: 'これまで',
  cases: { other: 'ケース {count} 件' },
  vipAdd: 'VIP にする',
  vipRemove: 'VIP を解除',
  vipHint: '優先して返信',
  earlier: '以前の投稿',
  noEarlier: 'このアカウントのほかの投稿はまだありません。',
  otherCase: '別のケース',
  notAssessedYet: 'この投稿はまだ分析されていません。',
  madeBy: '分析：{model}',
  reason_asks_to_be_told: '教えてほしいという表現',
  reason_question_ending: '疑問形の文末',
  reason_question_word: '疑問詞',
  reason_question_mark: '疑問符',
  reason_question_order: '疑問文の語順',
  reason_no_question_form: '疑問文の形ではない',
  reason_no_text: '本文なし',
  reason_question_or_outcry: '質問ではなく嘆きの可能性',
  reason_declared: '投稿者の指定による',
  reason_han_only: '漢字のみ',
  reason_letters: 'この言語に特有の文字',
  reason_ngrams: '特徴的な文字の並び',
  reason_no_letters: '文字なし',
  reason_script: '文字の種類',
  reason_too_short: '短すぎて判断不可',
} satisfies Shape<typeof en>;

export default author;
