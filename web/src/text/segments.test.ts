import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Moved, Span } from '../api/types';
import { plainName, safeLink, segments } from './segments';

const show = (text: string, spans: Span[] = [], hits: [number, number][] = []) =>
  segments(text, spans, hits).map(({ text, hit, span, control }) => `${hit ? '*' : ''}${span ? `${span.kind}:` : ''}${control ? '^' : ''}${text}`);

describe('segments', () => {
  it('mark what matched', () => {
    expect(show('😀 아크메 고장', [], [[5, 14]])).toEqual(['😀 ', '*아크메', ' 고장']);
  });

  it('cut where a match begins inside a link', () => {
    const link: Span = { start: 0, end: 12, kind: 'link', target: 'https://acme.kr' };
    expect(show('acme.kr/help!', [link], [[0, 4]])).toEqual(['*link:acme', 'link:.kr/help', '!']);
  });

  it('carry what moved a judgement, whatever else begins or ends there', () => {
    const moved: Moved[] = [{ start: 7, end: 16, weight: 900 }, { start: 17, end: 20, weight: -200 }];
    expect(segments('정말 최악이 ok', [], [[7, 10]], moved).map(({ text, hit, weight }) => [text, hit, weight])).toEqual([
      ['정말 ', false, 0],
      ['최', true, 900],
      ['악이', false, 900],
      [' ', false, 0],
      ['ok', false, -200],
    ]);
  });

  it('say which part of the text they lie in, and keep the links within', () => {
    const text = '환불 문의\n\nwhere?\n> see acme.kr';
    const spans: Span[] = [
      { start: 0, end: 13, kind: 'subject', target: '' },
      { start: 22, end: 35, kind: 'quoted', target: '' },
      { start: 28, end: 35, kind: 'link', target: 'https://acme.kr' },
    ];
    expect(segments(text, spans, [[7, 13]]).map(({ text, place, span, hit }) => [text, place, span?.kind ?? null, hit])).toEqual([
      ['환불 ', 'subject', null, false],
      ['문의', 'subject', null, true],
      ['\n\nwhere?\n', 'words', null, false],
      ['> see ', 'quoted', null, false],
      ['acme.kr', 'quoted', 'link', false],
    ]);
  });

  it('keep the whole text', () => {
    const text = 'a가😀b\n<script>alert(1)</script>';
    expect(segments(text, [], [[1, 8], [2, 5], [40, 90]]).map((piece) => piece.text).join('')).toBe(text);
  });

  it('show controls that reorder text by name', () => {
    expect(show('pay \u202eyap')).toEqual(['pay ', '^RLO', 'yap']);
  });

  it('ignore empty and reversed ranges', () => {
    expect(show('abc', [{ start: 2, end: 1, kind: 'tag', target: 'x' }], [[1, 1]])).toEqual(['a', 'b', 'c']);
  });
});

it.each([
  ['Mina  Kim', 'Mina Kim'],
  ['evil\u202Egpj.exe', 'evil gpj.exe'],
  ['two\nlines', 'two lines'],
  ['👩\u200d👧 mum', '👩\u200d👧 mum'],
  ['\u200b', ''],
])('%j is named %j', (name, expected) => {
  expect(plainName(name)).toBe(expected);
});

it.each([
  ['https://acme.kr/a', 'https://acme.kr/a'],
  ['http://acme.kr', 'http://acme.kr/'],
  ['javascript:alert(1)', null],
  ['data:text/html,x', null],
  ['//acme.kr', null],
  ['', null],
  [null, null],
])('%s opens %s', (address, expected) => {
  expect(safeLink(address)).toBe(expected);
});

describe('the source', () => {
  const root = join(import.meta.dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, path))
    .filter((path) => /\.(svelte|ts)$/.test(path) && !path.endsWith('.test.ts') && statSync(path).isFile());

  it.each([
    ['markup from text', /\{@html\b|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment/],
    ['code from text', /\beval\(|new Function\(/],
    ['inline styles that the policy refuses', /<[a-z][^>]*\sstyle="/],
  ])('makes no %s', (_, pattern) => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((path) => pattern.test(readFileSync(path, 'utf8')))).toEqual([]);
  });
});
