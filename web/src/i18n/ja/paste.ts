import type { Shape } from '../types';
import type en from '../en/paste';

const paste = {
  title: '投稿を貼り付け',
  lead: 'チャネルでは受信できない場所の投稿も、ほかと同じようにケースとして扱えます。',
  address: '投稿のアドレス',
  addressHint: 'ネットワークの判別と、返信時に投稿元を開くために使います。',
  text: '投稿の内容',
  author: '投稿者',
  network: 'ネットワーク',
  fromAddress: 'アドレスから判別',
  time: '投稿日時',
  pictures: 'スクリーンショット',
  choose: '画像を選択',
  drop: 'またはここにドロップ・貼り付け',
  picturesHint: 'PNG・JPEG・WebP・GIF、1 枚 10 MB まで、最大 10 枚',
  unnamed: '画像',
  sending: '{name} をアップロード中',
  sent: '準備完了',
  removePicture: '{name} を削除',
  problem_not_a_picture: '表示できないファイルです。PNG・JPEG・WebP・GIF の画像をお使いください。',
  problem_empty: '空のファイルです。別の画像を選んでください。',
  problem_too_large: '画像が 10 MB を超えています。',
  problem_too_many: '1 件の投稿に添付できる画像は 10 枚までです。',
  waiting: '画像のアップロードを待っています…',
  send: 'ケースを作成',
  done: '投稿を受信トレイに追加しました',
} satisfies Shape<typeof en>;

export default paste;
