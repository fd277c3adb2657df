import type { Shape } from '../types';
import type en from '../en/composer';

const composer = {
  title: '답변',
} satisfies Shape<typeof en>;

export default composer;
