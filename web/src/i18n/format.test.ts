import { describe, expect, it } from 'vitest';
import { ago, fill, languageName, shortNumber, splitDuration } from './format';

const NOW = new Date('2026-11-22T12:00:00').getTime();
const MINUTE_MS = 60_000;

describe('how long ago', () => {
  it.each([
    ['en', 5_000, 'now'],
    ['ko', 5_000, '지금'],
    ['ja', 5_000, '今'],
    ['en', -90_000, 'now'],
    ['en', 12 * MINUTE_MS, '12 min. ago'],
    ['ko', 12 * MINUTE_MS, '12분 전'],
    ['ja', 12 * MINUTE_MS, '12 分前'],
    ['en', 26 * 60 * MINUTE_MS, 'yesterday'],
    ['ko', 26 * 60 * MINUTE_MS, '어제'],
    ['en', 10 * 24 * 60 * MINUTE_MS, 'Nov 12'],
    ['ja', 400 * 24 * 60 * MINUTE_MS, '2025年10月18日'],
  ] as const)('%s, %i ms: %s', (locale, since_ms, expected) => {
    expect(ago(NOW - since_ms, NOW, locale)).toBe(expected);
  });
});

describe('texts', () => {
  it.each([
    ['{count} new', { count: 1234 }, 'en', '1,234 new'],
    [{ one: '{count} post', other: '{count} posts' }, { count: 1 }, 'en', '1 post'],
    [{ one: '{count} post', other: '{count} posts' }, { count: 0 }, 'en', '0 posts'],
    [{ other: '게시물 {count}개' }, { count: 1 }, 'ko', '게시물 1개'],
    ['{name} and {name}', { name: '{count}' }, 'en', '{count} and {count}'],
    ['{missing} stays', {}, 'en', '{missing} stays'],
  ] as const)('%j with %j in %s', (entry, params, locale, expected) => {
    expect(fill(entry, params, locale)).toBe(expected);
  });
});

it('splits a time into units', () => {
  expect(splitDuration(93_784_000)).toEqual({ days: 1, hours: 2, minutes: 3, seconds: 4 });
  expect(splitDuration(-5)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
});

it('names languages in the reader\u2019s language and survives nonsense', () => {
  expect([languageName('ko', 'ja'), languageName('ja', 'ko'), languageName('not a tag', 'en')]).toEqual(['韓国語', '일본어', 'not a tag']);
});

it('shortens large numbers as people do', () => {
  expect([shortNumber(51_000, 'en'), shortNumber(51_000, 'ko'), shortNumber(51_000, 'ja')]).toEqual(['51K', '5.1만', '5.1万']);
});
