import { expect, it } from 'vitest';
import type { Medium } from '../api/types';
import { kindOf, nameOf, refusalOf, sortMedia } from './media';

it.each([
  ['image/png', 'image'],
  ['IMAGE/JPEG; charset=binary', 'image'],
  ['image/svg+xml', 'file'],
  ['text/html', 'file'],
  ['application/pdf', 'file'],
  ['video/mp4', 'video'],
  ['audio/ogg', 'audio'],
  ['imagery/png', 'file'],
  [null, 'file'],
])('%s is shown as %s', (mime, expected) => {
  expect(kindOf({ mime })).toBe(expected);
});

it.each([
  [{ name: ' 영수증.pdf ', url: null }, '영수증.pdf'],
  [{ name: null, url: 'https://files.example/a/%EC%82%AC%EC%A7%84.jpg?x=1' }, '사진.jpg'],
  [{ name: null, url: 'https://files.example/a/%ff.jpg' }, '%ff.jpg'],
  [{ name: null, url: 'https://files.example/' }, null],
  [{ name: '', url: 'telegram:AgAD' }, null],
])('%j is called %s', (medium, expected) => {
  expect(nameOf(medium)).toBe(expected);
});

it('sorts what is here by what can be done with it, and keeps what is not', () => {
  const of = (id: string, mime: string | null, state: Medium['state'] = 'kept'): Medium => ({ id, mime, state, url: null, alt: null, name: null, bytes: null, why: null });
  const media = [of('1', 'image/png'), of('2', 'video/mp4'), of('3', 'image/svg+xml'), of('4', 'image/png', 'wanted'), of('5', null, 'refused'), of('6', null, 'gone'), of('7', 'image/gif')];
  const { pictures, players, files, absent } = sortMedia(media);
  const numbers = (sorted: { number: number }[]) => sorted.map(({ number }) => number);
  expect([pictures, players, files, absent].map(numbers)).toEqual([[1, 7], [2], [3], [4, 5, 6]]);
});

it.each([
  ['too_large', 'too_large'],
  ['redirected', 'address'],
  ['a_code_of_tomorrow', 'other'],
  [null, 'other'],
])('a file that was refused for %s is said to be %s', (why, expected) => {
  expect(refusalOf(why)).toBe(expected);
});
