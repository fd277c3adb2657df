import type { Shape } from '../types';
import type en from '../en/handoff';

const handoff = {
  title: 'メールで続ける',
  byCode: 'お客様にコードを渡す',
  byCodeHint: 'このコードを添えてご連絡いただくと、このケースにつながります。',
  byAddress: 'メールアドレスに送る',
  byAddressHint: 'お客様から個別にアドレスを伺っている場合に使います。',
  mailbox: 'メールボックス',
  noMailbox: 'メールボックスが接続されていません。管理者がチャネルから接続できます。',
  make: 'コードを作成',
  language: 'お客様の言語',
  form: '伝え方',
  formLink: 'リンク',
  formCode: 'アドレスとコード',
  validUntil: '{time} まで、1 回だけ使えます。',
  insert: '返信に挿入',
  address: 'メールアドレス',
  addressHint: '公開の投稿に書かれたアドレスは使わないでください。誰でも書き込めるためです。',
  write: 'メールを書く',
  door: '連絡先',
} satisfies Shape<typeof en>;

export default handoff;
