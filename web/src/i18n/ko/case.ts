import type { Shape } from '../types';
import type en from '../en/case';

const caseView = {
  title: '케이스',
} satisfies Shape<typeof en>;

export default caseView;
