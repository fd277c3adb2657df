import type { Shape } from '../types';
import type en from '../en/composer';

const composer = {
  title: '返信',
} satisfies Shape<typeof en>;

export default composer;
