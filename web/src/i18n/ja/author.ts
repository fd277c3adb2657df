import type { Shape } from '../types';
import type en from '../en/author';

const author = {
  title: '投稿者',
} satisfies Shape<typeof en>;

export default author;
