import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Limits } from '../api/types';
import { countText, countUnits } from './count';

const bluesky: Limits = { counter: 'graphemes_and_bytes', units_max: 300, bytes_max: 3000, parts_max: 10, units_per_url: 0 };
const mastodon: Limits = { counter: 'mastodon', units_max: 500, bytes_max: 100_000, parts_max: 20, units_per_url: 23 };

it.each([
  ['', 0],
  ['hello', 5],
  ['가나다', 3],
  ['👩‍👩‍👧', 1],
  ['🇰🇷🇯🇵', 2],
  ['e\u0301', 1],
  ['a\r\nb', 3],
])('%j is %i graphemes', (text, expected) => {
  expect(countUnits(text, 'graphemes_and_bytes')).toBe(expected);
});

describe('a text', () => {
  it.each([
    ['nothing', '', 0, false],
    ['spaces only', '  \n ', 0, false],
    ['exactly one part', '가'.repeat(300), 1, true],
    ['one more', '가'.repeat(301), 2, true],
    ['many bytes in few graphemes', '👩‍👩‍👧'.repeat(200), 2, true],
    ['words that leave room at the end of a part', `${'a'.repeat(299)} bb ${'c'.repeat(290)}`, 2, true],
    ['more than the network takes', '가'.repeat(3001), 11, false],
  ])('of %s', (_, text, parts, fits) => {
    expect(countText(text, bluesky)).toMatchObject({ parts, fits });
  });
});

interface Vector {
  name: string;
  text: string;
  codepoints: number;
  utf16: number;
  graphemes: number;
  bytes: number;
  mastodon_graphemes: number;
  mastodon_codepoints: number;
}

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/networks/count_vectors.json'), 'utf8')) as Vector[];

it.each(vectors)('$name is counted as the vectors say', (vector) => {
  expect(countUnits(vector.text, 'codepoints')).toBe(vector.codepoints);
  expect(countUnits(vector.text, 'utf16_units')).toBe(vector.utf16);
  expect(countUnits(vector.text, 'graphemes_and_bytes')).toBe(vector.graphemes);
  expect(countUnits(vector.text, 'mastodon', 23)).toBe(Math.max(vector.mastodon_graphemes, vector.mastodon_codepoints));
  expect(countText(vector.text, bluesky).bytes).toBe(vector.bytes);
});

// The cases of crates/respond/src/tokens_tests.rs: what the text counts in all.
it.each([
  ['see https://acme.example/a?b=c#d.', 4 + 23 + 1],
  ['HTTP://ACME.EXAMPLE, ok', 23 + 4],
  ['(https://acme.example/a_(b))', 1 + 23 + 1],
  ['https://acme.example:8443/x!', 23 + 1],
  ['https://acme.example: here', 23 + 6],
  ['https://acme.example로 오세요', 23 + 5],
  ['주소는https://acme.example/도움말', 3 + 23],
  ['「https://acme.example/案内」をご覧ください', 1 + 23 + 8],
  ['https://xn--9t4b11yi5a.example/', 23],
  ['http://localhost/a', 23],
  ['http://10.0.0.1/a/long/way/that/may/not/be/one', 46],
  ['seehttps://acme.example/a/long/way/below', 3 + 37],
  ['https:// and http://. and https', 31],
  ['acme.example/help', 17],
  ['@kim@mastodon.example 죄송합니다', 4 + 6],
  ['@kim@mastodon.example님', 4 + 1],
  ['@kim.lee_2@mastodon.example.', 10 + 1],
  ['@kim and kim@acme.example', 25],
  ['a@kim@mastodon.example', 22],
  ['@@kim', 5],
  ['https://social.example/@kim@mastodon.example', 23],
  ['@kim@mastodon.example @lee@a.example', 4 + 1 + 4],
])('Mastodon counts %j as %i', (text, expected) => {
  expect(countUnits(text, 'mastodon', 23)).toBe(expected);
});

it('an address of 600 characters fits in one post of Mastodon', () => {
  expect(countText(`See https://acme.example/${'x'.repeat(600)}`, mastodon)).toMatchObject({ units: 27, parts: 1, fits: true });
});
