import type { Shape } from '../types';
import type en from '../en/quarantine';

const quarantine = {
  title: '격리함',
  lead: '네트워크에서 받았지만 해석하지 못한 것들입니다. 받은 그대로 보관하며 다른 글에는 영향을 주지 않습니다. 업데이트한 뒤 다시 시도하면 읽히는 경우가 많습니다.',
  empty: '격리된 항목이 없습니다',
  emptyWhy: '받은 것을 모두 해석했습니다.',
  retryAll: '모두 다시 시도',
  retry: '다시 시도',
  delete: '삭제',
  deleteTitle: '이 항목을 삭제할까요?',
  deleteWhy: '내용이 영구히 사라집니다. 고객의 글이었다면 여기서는 아무도 볼 수 없게 됩니다.',
  deleted: '삭제했습니다.',
  retried: '다시 읽고 있습니다.',
  retriedAll: { other: '{count}건을 다시 읽고 있습니다.' },
  from: '{channel}에서 받음',
  removedChannel: '삭제된 채널',
  received: '{at}에 받음',
  excerpt: '앞부분',
  code_not_json: '올바른 JSON이 아닙니다.',
  code_not_utf8: '올바른 텍스트(UTF-8)가 아닙니다.',
  code_missing_field: '반드시 있어야 할 항목이 빠져 있습니다.',
  code_too_large: '네트워크가 보낼 수 있는 크기를 넘습니다.',
  code_too_deep: '중첩이 너무 깊습니다.',
  code_bad_value: '있을 수 없는 값이 들어 있습니다.',
  code_unknown_kind: '알 수 없는 종류입니다.',
  code_not_stored: '저장하지 못했습니다. 잠시 뒤 다시 시도해 주세요.',
  code_not_a_feed: 'RSS나 Atom 피드가 아닙니다.',
  code_not_a_mail: '읽을 수 있는 메일이 아닙니다.',
  code_unreadable: '손상되어 읽을 수 없습니다.',
  code_other: '해석하지 못했습니다.',
} satisfies Shape<typeof en>;

export default quarantine;
