import { describe, expect, it } from 'vitest';
import { difference } from './difference';

const show = (before: string, after: string) => difference(before, after).map(({ kind, text }) => ({ same: '', added: '+', removed: '-' })[kind] + text);

describe('the difference', () => {
  it.each([
    ['nothing', 'same words', 'same words', ['same words']],
    ['a word in the middle', 'the fridge broke', 'the oven broke', ['the ', '-fridge', '+oven', ' broke']],
    ['Korean', '세번째다 진짜', '세번째다 정말 진짜', ['세번째다 ', '+정말 ', '진짜']],
    ['all of it', '', 'new', ['+new']],
  ])('of %s', (_, before, after, expected) => {
    expect(show(before, after)).toEqual(expected);
  });

  it('gives back both texts', () => {
    const [before, after] = ['冷蔵庫がまた壊れた😡 https://a.example', '冷蔵庫が3回も壊れた https://a.example !'];
    const changes = difference(before, after);
    expect(changes.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('')).toBe(before);
    expect(changes.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('')).toBe(after);
  });

  it('of very long texts is the whole', () => {
    expect(show('a '.repeat(2000), 'b '.repeat(2000))).toHaveLength(2);
  });
});
