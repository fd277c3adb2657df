import type { Shape } from '../types';
import type en from '../en/author';

const author = {
  title: '작성자',
} satisfies Shape<typeof en>;

export default author;
