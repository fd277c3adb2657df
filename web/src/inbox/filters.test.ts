import { describe, expect, it } from 'vitest';
import { row } from '../live/rows.testing';
import { askFilter, compareRows, countFilters, DEFAULT_FILTER, isOverdue, judgeRow, readFilter, writeFilter, type Filter } from './filters';

describe('the address', () => {
  it.each<[string, Partial<Filter>]>([
    ['', {}],
    ['?state=closed', { state: 'closed' }],
    ['?order=urgent&assignee=me&q=%ED%99%98%EB%B6%88', { order: 'urgent', assignee: 'me', q: '환불' }],
    ['?language=ko&question=true&overdue=true', { language: 'ko', question: true, overdue: true }],
  ])('%s is read and written back', (text, part) => {
    const filter = { ...DEFAULT_FILTER, ...part };
    expect(readFilter(new URLSearchParams(text))).toEqual(filter);
    expect(writeFilter(filter)).toBe(text);
  });

  it('with nonsense is the plain inbox', () => {
    expect(readFilter(new URLSearchParams('?state=burning&order=random&question=maybe'))).toEqual(DEFAULT_FILTER);
  });
});

it('asks the server for what is on, and counts it', () => {
  const filter: Filter = { ...DEFAULT_FILTER, assignee: 'none', vip: true, q: 'refund' };
  expect(askFilter(filter)).toMatchObject({ state: 'open', order: 'newest', assignee: 'none', vip: true, question: undefined, q: 'refund' });
  expect(countFilters(filter)).toBe(2);
});

const assessed = row('1', {
  assignee: { id: 'me', name: 'Me' },
  vip: true,
  deadline_at: 900,
  assessment: {
    model: 'rules-1',
    language: { value: 'ko', confidence: 990, reasons: [] },
    sentiment: { value: null, confidence: 0, reasons: [] },
    kind: { value: null, confidence: 0, reasons: [] },
    question: { value: true, confidence: 900, reasons: [] },
    personal_data: [],
  },
});

describe('a row belongs', () => {
  it.each<[Partial<Filter>, 'yes' | 'no' | 'unknown']>([
    [{}, 'yes'],
    [{ state: 'waiting' }, 'no'],
    [{ state: 'all' }, 'yes'],
    [{ assignee: 'me' }, 'yes'],
    [{ assignee: 'none' }, 'no'],
    [{ assignee: 'somebody' }, 'no'],
    [{ language: 'ko', question: true, vip: true, overdue: true }, 'yes'],
    [{ language: 'ja' }, 'no'],
    [{ sentiment: 'negative' }, 'no'],
    [{ channel: 'c1', network: 'bluesky' }, 'yes'],
    [{ channel: 'c2' }, 'no'],
    [{ q: '환불' }, 'unknown'],
    [{ monitor: '7' }, 'unknown'],
    [{ monitor: '7', language: 'ja' }, 'no'],
  ])('with %j: %s', (part, expected) => {
    expect(judgeRow(assessed, { ...DEFAULT_FILTER, ...part }, 'me', 1000)).toBe(expected);
  });
});

it.each([
  [900, 'open', true],
  [1000, 'open', true],
  [1001, 'open', false],
  [900, 'waiting', false],
  [null, 'open', false],
] as const)('deadline %s, %s: overdue %s', (deadline_at, state, expected) => {
  expect(isOverdue(row('1', { deadline_at, state }), 1000)).toBe(expected);
});

it('orders as the server does', () => {
  const rows = [row('1', { last_post_at: 5 }), row('2', { last_post_at: 5 }), row('3', { last_post_at: 9 })];
  const ids = (order: Filter['order']) => rows.toSorted(compareRows(order)).map(({ id }) => id).join('');
  expect([ids('newest'), ids('oldest')]).toEqual(['321', '123']);
});
