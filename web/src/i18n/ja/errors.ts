import type { Shape } from '../types';
import type en from '../en/errors';

const errors = {
  unreachable: 'サーバーに接続できません。入力した内容はこの画面に残っています。しばらくしてからもう一度お試しください。',
  unexpected: 'サーバーから想定外の応答がありました（ステータス {status}）。もう一度試し、続く場合は運用担当者に連絡してください。',
  internal: 'サーバーで処理できませんでした。もう一度試し、続く場合は運用担当者に次の番号を伝えてください：{incident}',
  unauthenticated: 'ログアウトしています。続けるには、もう一度ログインしてください。',
  forbidden: '現在の権限では操作できません。ブランドの所有者に依頼してください。',
  not_found: 'すでに存在しないか、このブランドのメンバーではありません。',
  invalid: '受け付けられない入力があります。印の付いた項目を確認してください。',
  conflict: '同時にほかの人が変更しました。内容を確認してから、もう一度操作してください。',
  stale_thread: '書き始めたあとに、スレッドが更新されました。',
  already_answered: 'ほかの担当者がすでに返信しています。',
  too_long: 'このネットワークで送れる長さを超えています。',
  not_possible: 'ここではこの操作はできません。',
  throttled: '試行回数が多すぎます。少し待ってからもう一度お試しください。',
  too_large: 'サーバーが受け付けられるサイズを超えています。',
  unsupported_media: 'この形式のファイルは受け付けられません。',
  csrf: '別のサイトからのリクエストと判断されたため、拒否されました。ページを再読み込みしてください。',
  already_set_up: 'この Answerable にはすでに所有者がいます。ログインしてください。',
  wrong_credentials: 'メールアドレスまたはパスワードが正しくありません。',
} satisfies Shape<typeof en>;

export default errors;
