import type { Shape } from '../types';
import type en from '../en/quarantine';

const quarantine = {
  title: '隔離',
  lead: 'ネットワークから届いたものの、解釈できなかったデータです。届いたまま保管し、ほかの受信には影響しません。更新後にもう一度試すと、読み取れることがよくあります。',
  empty: '隔離されたものはありません',
  emptyWhy: '届いたものはすべて解釈できています。',
  retryAll: 'すべてもう一度試す',
  retry: 'もう一度試す',
  delete: '削除',
  deleteTitle: 'この項目を削除しますか？',
  deleteWhy: '内容は完全に失われます。お客様の投稿だった場合、ここでは誰も見られなくなります。',
  deleted: '削除しました。',
  retried: 'もう一度読み取っています。',
  retriedAll: { other: '{count}件をもう一度読み取っています。' },
  from: '{channel}から',
  removedChannel: '削除されたチャネル',
  received: '{at}に受信',
  excerpt: '冒頭',
  code_not_json: '正しいJSONではありません。',
  code_not_utf8: '正しいテキスト（UTF-8）ではありません。',
  code_missing_field: '必須の項目がありません。',
  code_too_large: 'ネットワークが送り得る大きさを超えています。',
  code_too_deep: '入れ子が深すぎます。',
  code_bad_value: 'あり得ない値が含まれています。',
  code_unknown_kind: '不明な種類です。',
  code_not_stored: '保存できませんでした。しばらくしてからもう一度お試しください。',
  code_not_a_feed: 'RSSやAtomのフィードではありません。',
  code_not_a_mail: '読み取れるメールではありません。',
  code_unreadable: '破損していて読み取れません。',
  code_other: '解釈できませんでした。',
} satisfies Shape<typeof en>;

export default quarantine;
