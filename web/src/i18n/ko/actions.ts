import type { Shape } from '../types';
import type en from '../en/actions';

const actions = {
  title: '동작',
} satisfies Shape<typeof en>;

export default actions;
