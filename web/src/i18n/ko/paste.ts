import type { Shape } from '../types';
import type en from '../en/paste';

const paste = {
  title: '게시물 붙여넣기',
  lead: '채널로 받을 수 없는 곳의 글도 다른 글과 똑같이 케이스로 다룰 수 있습니다.',
  address: '게시물 주소',
  addressHint: '네트워크를 알아내고, 답변할 때 바로 열 수 있습니다.',
  text: '게시물 내용',
  author: '작성자',
  network: '네트워크',
  fromAddress: '주소에서 자동으로',
  time: '작성 시각',
  pictures: '스크린샷',
  choose: '이미지 선택',
  drop: '또는 여기에 끌어다 놓거나 붙여넣으세요',
  picturesHint: 'PNG, JPEG, WebP, GIF · 각 10MB 이하, 최대 10개',
  unnamed: '이미지',
  sending: '{name} 올리는 중',
  sent: '준비됨',
  removePicture: '{name} 삭제',
  problem_not_a_picture: '표시할 수 없는 파일입니다. PNG, JPEG, WebP, GIF 이미지를 사용해 주세요.',
  problem_empty: '빈 파일입니다. 다른 이미지를 선택해 주세요.',
  problem_too_large: '이미지가 10MB를 넘습니다.',
  problem_too_many: '게시물 하나에 이미지를 10개까지 첨부할 수 있습니다.',
  waiting: '이미지를 올리는 중입니다…',
  send: '케이스 만들기',
  done: '게시물을 수신함에 추가했습니다',
} satisfies Shape<typeof en>;

export default paste;
