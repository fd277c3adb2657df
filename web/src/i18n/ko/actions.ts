import type { Shape } from '../types';
import type en from '../en/actions';

const actions = {
  groupList: '목록',
  groupCase: '케이스',
  groupGo: '이동',
  groupGeneral: '일반',
  next: '다음 케이스',
  previous: '이전 케이스',
  open: '케이스 열기',
  back: '목록으로 돌아가기',
  search: '검색',
  showNew: '새 소식 보기',
  select: '선택 또는 해제',
  reply: '답변 작성',
  note: '메모 작성',
  close: '케이스 종료',
  reopen: '케이스 다시 열기',
  snooze: '케이스 보류',
  assignMe: '내가 담당하기',
  assign: '담당자 지정하기',
  correct: '분석 수정',
  confirm: '분석이 맞다고 확인',
  openOnNetwork: '네트워크에서 원본 보기',
  details: '상세 정보 열기·닫기',
  showState: '보기: {state}',
  palette: '명령 찾기',
  help: '키보드 단축키 보기',
  findCommand: '무엇을 할까요?',
  noCommand: '맞는 명령이 없습니다.',
  keysHint: '입력기가 한글이어도 동작하고, 글을 쓰는 동안에는 동작하지 않습니다.',
  answerPrivately: '비공개로 답변',
  paste: '게시물 붙여넣기',
  byMail: '이메일로 이어 가기',
} satisfies Shape<typeof en>;

export default actions;
