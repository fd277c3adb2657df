import type { Shape } from '../types';
import type en from '../en/errors';

const errors = {
  unreachable: '서버에 연결할 수 없습니다. 작성한 내용은 이 화면에 그대로 있으니 잠시 후 다시 시도하세요.',
  unexpected: '서버가 예상과 다른 응답을 보냈습니다(상태 {status}). 다시 시도해 보고, 계속되면 운영 담당자에게 알려 주세요.',
  internal: '서버에서 처리하지 못했습니다. 다시 시도해 보고, 계속되면 운영 담당자에게 이 번호를 알려 주세요: {incident}',
  unauthenticated: '로그아웃된 상태입니다. 계속하려면 다시 로그인하세요.',
  forbidden: '현재 역할로는 할 수 없는 작업입니다. 브랜드 소유자에게 문의하세요.',
  not_found: '더 이상 존재하지 않거나, 이 브랜드의 구성원이 아닙니다.',
  invalid: '받아들일 수 없는 값이 있습니다. 표시된 항목을 확인하세요.',
  conflict: '다른 사람이 동시에 변경했습니다. 내용을 다시 확인한 뒤 한 번 더 시도하세요.',
  stale_thread: '작성을 시작한 뒤에 대화가 바뀌었습니다.',
  already_answered: '동료가 이미 답변했습니다.',
  too_long: '이 네트워크에서 보낼 수 있는 길이를 넘었습니다.',
  not_possible: '여기서는 할 수 없는 작업입니다.',
  throttled: '시도가 너무 많았습니다. 잠시 기다렸다가 다시 시도하세요.',
  too_large: '서버가 받을 수 있는 크기를 넘었습니다.',
  unsupported_media: '서버가 받지 않는 파일 형식입니다.',
  csrf: '다른 사이트에서 온 요청으로 보여 거부되었습니다. 페이지를 새로 고침하세요.',
  already_set_up: '이미 소유자가 등록된 Answerable입니다. 로그인하세요.',
  wrong_credentials: '이메일 또는 비밀번호가 맞지 않습니다.',
} satisfies Shape<typeof en>;

export default errors;
