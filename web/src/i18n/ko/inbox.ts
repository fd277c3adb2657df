import type { Shape } from '../types';
import type en from '../en/inbox';

const inbox = {
  title: '수신함',
} satisfies Shape<typeof en>;

export default inbox;
