import type { Shape } from '../types';
import type en from '../en/actions';

const actions = {
  groupList: '一覧',
  groupCase: 'ケース',
  groupGo: '移動',
  groupGeneral: '全般',
  next: '次のケース',
  previous: '前のケース',
  open: 'ケースを開く',
  back: '一覧に戻る',
  search: '検索',
  showNew: '新着を表示',
  select: '選択・解除',
  reply: '返信を書く',
  note: 'メモを書く',
  close: 'ケースを完了にする',
  reopen: 'ケースを再開する',
  snooze: 'ケースを保留にする',
  assignMe: '自分が担当する',
  assign: '担当者を決める',
  correct: '分析を修正',
  confirm: '分析が正しいと確認',
  openOnNetwork: '投稿元を開く',
  details: '詳細を表示・非表示',
  showState: '表示：{state}',
  palette: 'コマンドを探す',
  help: 'ショートカット一覧',
  findCommand: '何をしますか？',
  noCommand: '該当するコマンドはありません。',
  keysHint: '日本語入力がオンでも使えます。文字の入力中は動作しません。',
  answerPrivately: '非公開で返信',
  paste: '投稿を貼り付け',
  byMail: 'メールで続ける',
} satisfies Shape<typeof en>;

export default actions;
