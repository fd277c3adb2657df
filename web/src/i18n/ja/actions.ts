import type { Shape } from '../types';
import type en from '../en/actions';

const actions = {
  title: '操作',
} satisfies Shape<typeof en>;

export default actions;
