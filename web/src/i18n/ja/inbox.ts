import type { Shape } from '../types';
import type en from '../en/inbox';

const inbox = {
  title: '受信トレイ',
} satisfies Shape<typeof en>;

export default inbox;
