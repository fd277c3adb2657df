import type { Shape } from '../types';
import type en from '../en/entry';

const entry = {
  title: '초대',
  loginTitle: '로그인',
  loginLead: '다시 만나서 반갑습니다.',
  loginEmail: '이메일',
  loginPassword: '비밀번호',
  loginSubmit: '로그인',
  loginWrong: '이메일과 비밀번호가 맞지 않습니다. 둘 다 다시 확인해 주세요. 비밀번호는 대소문자를 구분합니다.',
  loginThrottled: '로그인 시도가 너무 많았습니다. 계정 보호를 위해 {wait} 뒤에 다시 시도해 주세요.',
  loginExpired: '로그인하면 보려던 화면으로 이동합니다.',
  loginForgotten: '비밀번호를 잊으셨나요?',
  loginForgottenHow: '메일을 보내지 않으므로 재설정 링크가 없습니다. 서버 운영자가 서버에서 다음 명령으로 새 비밀번호를 설정할 수 있습니다.',
  inviteTitle: '{brand} 팀 참여',
  inviteLead: '{brand} 고객 응대에 ‘{role}’ 역할로 초대되었습니다.',
  inviteNameHint: '답변과 메모 옆에 표시되어 동료가 알아볼 수 있습니다.',
  inviteEmailHint: '로그인할 때 사용합니다. 메일은 보내지 않습니다.',
  invitePassword: '새 비밀번호',
  inviteSubmit: '참여하기',
  inviteUntil: '한 사람만 쓸 수 있는 초대이며 {date}까지 유효합니다.',
  inviteAsYou: '지금 {name} 계정으로 로그인되어 있습니다.',
  inviteJoinAsYou: '{name} 계정으로 참여',
  inviteHaveAccount: '이미 계정이 있으신가요?',
  inviteSignIn: '로그인하고 참여하기',
  inviteGone: '더 이상 쓸 수 없는 초대입니다',
  inviteGoneWhy: '이미 사용했거나, 취소되었거나, 기간이 지났습니다. 초대한 동료에게 새 링크를 요청해 주세요.',
  inviteWelcome: '{brand} 팀에 오신 것을 환영합니다.',
} satisfies Shape<typeof en>;

export default entry;
