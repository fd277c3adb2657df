import type { Shape } from '../types';
import type en from '../en/case';

const caseView = {
  title: 'ケース',
} satisfies Shape<typeof en>;

export default caseView;
