import { describe, expect, it } from 'vitest';
import type { Span } from '../api/types';
import { brief, parts } from './parts';
import { segments } from './segments';

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** The span over `words` in `text`. */
function over(text: string, words: string, kind: Span['kind']): Span {
  const start = bytes(text.slice(0, text.indexOf(words)));
  return { start, end: start + bytes(words), kind, target: '' };
}

const mail = '주문 취소\n\n취소해 주세요.\n\n> 상담원입니다.\n> 무엇을 도와드릴까요?';
const mailSpans = [over(mail, '주문 취소', 'subject'), over(mail, '> 상담원입니다.\n> 무엇을 도와드릴까요?', 'quoted')];
const warned = 'broken glass\n\nThe bottle burst @acme';
const warnedSpans = [over(warned, 'broken glass', 'warning'), over(warned, '@acme', 'mention')];

const show = (text: string, spans: Span[], hits: [number, number][] = []) => parts(segments(text, spans, hits)).map(({ place, warned, pieces }) => [place, warned, pieces.map((piece) => piece.text).join('')]);

describe('parts', () => {
  it('of a mail are its subject, what is said, and what was said before', () => {
    expect(show(mail, mailSpans, [[0, 6]])).toEqual([
      ['subject', false, '주문 취소'],
      ['words', false, '\n\n취소해 주세요.\n\n'],
      ['quoted', false, '> 상담원입니다.\n> 무엇을 도와드릴까요?'],
    ]);
  });

  it('behind a warning are marked as such', () => {
    expect(show(warned, warnedSpans)).toEqual([
      ['warning', false, 'broken glass'],
      ['words', true, '\n\nThe bottle burst @acme'],
    ]);
  });

  it('together are the text', () => {
    for (const [text, spans] of [[mail, mailSpans], [warned, warnedSpans], ['plain', []]] as const) {
      expect(show(text, [...spans]).map(([, , words]) => words).join('')).toBe(text);
    }
  });
});

it.each([
  ['a mail without its history', mail, mailSpans, '주문 취소\n\n취소해 주세요.'],
  ['only the warning', warned, warnedSpans, 'broken glass'],
  ['a plain text as it is', 'where is it?', [], 'where is it?'],
  ['nothing of what only quotes', '> 네', [over('> 네', '> 네', 'quoted')], ''],
])('a row shows %s', (_, text, spans, expected) => {
  expect(brief(segments(text, spans)).map((piece) => piece.text).join('')).toBe(expected);
});
