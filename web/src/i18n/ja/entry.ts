import type { Shape } from '../types';
import type en from '../en/entry';

const entry = {
  title: '招待',
  loginTitle: 'ログイン',
  loginLead: 'おかえりなさい。',
  loginEmail: 'メールアドレス',
  loginPassword: 'パスワード',
  loginSubmit: 'ログイン',
  loginWrong: 'メールアドレスとパスワードが一致しません。両方をご確認ください。パスワードは大文字と小文字を区別します。',
  loginThrottled: 'ログインの試行回数が多すぎます。アカウント保護のため、{wait}後にもう一度お試しください。',
  loginExpired: 'ログインすると、ご覧になろうとした画面に進みます。',
  loginForgotten: 'パスワードをお忘れですか？',
  loginForgottenHow: 'メールは送らないため、再設定用のリンクはありません。サーバーの運用担当者が、サーバー上で次のコマンドを使って新しいパスワードを設定できます。',
  inviteTitle: '{brand}に参加',
  inviteLead: '{brand}のお客様対応に、「{role}」として招待されています。',
  inviteNameHint: '返信やメモの横に表示され、同僚に分かるようになります。',
  inviteEmailHint: 'ログインに使います。メールは送りません。',
  invitePassword: '新しいパスワード',
  inviteSubmit: '参加する',
  inviteUntil: 'この招待はお一人用で、{date}まで有効です。',
  inviteAsYou: '{name}さんとしてログインしています。',
  inviteJoinAsYou: '{name}さんとして参加',
  inviteHaveAccount: 'すでにアカウントをお持ちですか？',
  inviteSignIn: 'ログインして参加',
  inviteGone: 'この招待はもう使えません',
  inviteGoneWhy: '使用済み、取り消し、または期限切れです。招待した同僚に、新しいリンクを依頼してください。',
  inviteWelcome: '{brand}へようこそ。',
} satisfies Shape<typeof en>;

export default entry;
