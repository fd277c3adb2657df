import type { Shape } from '../types';
import type en from '../en/handoff';

const handoff = {
  title: '이메일로 이어 가기',
  byCode: '고객에게 코드 전달',
  byCodeHint: '고객이 이 코드로 문의하면 이 케이스에 이어집니다.',
  byAddress: '이메일 주소로 보내기',
  byAddressHint: '고객이 비공개로 이메일 주소를 알려 준 경우입니다.',
  mailbox: '메일함',
  noMailbox: '연결된 메일함이 없습니다. 관리자가 채널에서 연결할 수 있습니다.',
  make: '코드 만들기',
  language: '고객의 언어',
  form: '전달 방식',
  formLink: '링크',
  formCode: '이메일 주소와 코드',
  validUntil: '{time}까지 한 번만 사용할 수 있습니다.',
  insert: '답변에 넣기',
  address: '이메일 주소',
  addressHint: '공개 게시물에 적힌 주소는 사용하지 마세요. 누구든지 적을 수 있습니다.',
  write: '이메일 작성',
  door: '문의를 받을 곳',
} satisfies Shape<typeof en>;

export default handoff;
