import { expect, it } from 'vitest';
import { findWords } from './find';

it.each([
  ['환불 언제 되나요? 환불이요', '환불', [[0, 6], [25, 31]]],
  ['返金希望です', '返金', [[0, 6]]],
  ['Refund please', 'REFUND please', [[0, 6], [7, 13]]],
  ['😀 refund', 'refund', [[5, 11]]],
  ['nothing here', 'refund', []],
  ['İstanbul refund', 'refund', []],
  ['anything', '  ', []],
])('in %j, %j', (text, searched, expected) => {
  expect(findWords(text, searched)).toEqual(expected);
});
