import { expect, it } from 'vitest';
import { CUSTOMER_LANGUAGES, CUSTOMER_WORDS, customerLanguage, fillWords } from './customer';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').toSorted();

it.each(CUSTOMER_LANGUAGES)('the sentences in %s name all that the customer needs', (language) => {
  const words = CUSTOMER_WORDS[language];
  expect(placeholders(words.withLink)).toEqual(['link']);
  expect(placeholders(words.withCode)).toEqual(['address', 'code']);
  expect(placeholders(words.subject)).toEqual(['network']);
});

it('an address in a sentence ends where it should', () => {
  // What follows a link or an address directly would be taken for a part of it.
  for (const { withLink, withCode } of Object.values(CUSTOMER_WORDS)) {
    expect(withLink).toMatch(/\{link\}($|\s)/);
    expect(withCode).toMatch(/\{address\}(?:\s|[.]?$| )/);
  }
});

it.each([
  ['ko', 'en', 'ko'],
  ['pt-BR', 'en', 'pt'],
  ['sw', 'ja', 'ja'],
  [null, 'ko', 'ko'],
] as const)('a customer who writes %s, on a screen in %s, reads %s', (heard, screen, expected) => {
  expect(customerLanguage(heard, screen)).toBe(expected);
});

it('fills in what it knows', () => {
  expect(fillWords('{address}: {code}, {else}', { address: 'care@acme.example', code: '{address}' })).toBe('care@acme.example: {address}, {else}');
});
