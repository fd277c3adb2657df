import { describe, expect, it } from 'vitest';
import { assessment, row } from '../live/rows.testing';
import { askFilter, compareRows, countFilters, DEFAULT_FILTER, isOverdue, judgeRow, readFilter, writeFilter, type Filter } from './filters';

describe('the address', () => {
  it.each([
    ['?kind=complaint&question=true', 'complaint,question'],
    ['?label=-troll,complaint', 'complaint,-troll'],
    ['?label=praise&kind=nonsense', 'praise'],
  ])('%s of another day asks for %s', (text, label) => {
    expect(readFilter(new URLSearchParams(text)).label).toBe(label);
  });

  it.each<[string, Partial<Filter>]>([
    ['', {}],
    ['?state=closed', { state: 'closed' }],
    ['?order=urgent&assignee=me&q=%ED%99%98%EB%B6%88', { order: 'urgent', assignee: 'me', q: '환불' }],
    ['?language=ko&overdue=true', { language: 'ko', overdue: true }],
    ['?label=complaint%2C-troll', { label: 'complaint,-troll' }],
    ['?order=negative&sentiment=negative', { order: 'negative', sentiment: 'negative' }],
    ['?order=label%3Asafety', { order: 'label:safety' }],
  ])('%s is read and written back', (text, part) => {
    const filter = { ...DEFAULT_FILTER, ...part };
    expect(readFilter(new URLSearchParams(text))).toEqual(filter);
    expect(writeFilter(filter)).toBe(text);
  });

  it('with nonsense is the plain inbox', () => {
    expect(readFilter(new URLSearchParams('?state=burning&order=label:sad&label=sad,-,troll%20x&question=maybe'))).toEqual(DEFAULT_FILTER);
  });
});

it('asks the server for what is on, and counts it', () => {
  const filter: Filter = { ...DEFAULT_FILTER, assignee: 'none', vip: true, label: 'safety,-spam', q: 'refund' };
  expect(askFilter(filter)).toMatchObject({ state: 'open', order: 'newest', assignee: 'none', vip: true, overdue: undefined, label: 'safety,-spam', q: 'refund' });
  expect(countFilters(filter)).toBe(4);
});

const assessed = row('1', {
  assignee: { id: 'me', name: 'Me' },
  vip: true,
  deadline_at: 900,
  labels: ['complaint', 'question'],
  assessment: assessment({ language: { value: 'ko', confidence: 990, reasons: [] } }),
});

describe('a row belongs', () => {
  it.each<[Partial<Filter>, 'yes' | 'no' | 'unknown']>([
    [{}, 'yes'],
    [{ state: 'waiting' }, 'no'],
    [{ state: 'all' }, 'yes'],
    [{ assignee: 'me' }, 'yes'],
    [{ assignee: 'none' }, 'no'],
    [{ assignee: 'somebody' }, 'no'],
    [{ language: 'ko', label: 'question', vip: true, overdue: true }, 'yes'],
    [{ label: 'complaint,question,-troll' }, 'yes'],
    [{ label: 'complaint,safety' }, 'no'],
    [{ label: '-question' }, 'no'],
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

it('orders by mood, and by a label', () => {
  const felt = (negative: number, positive: number) => assessment({ sentiment: { value: 'neutral', confidence: 500, scores: { negative, neutral: 0, positive } } });
  const rows = [row('1', { assessment: felt(100, 800) }), row('2', { assessment: felt(900, 50), labels: ['praise'] }), row('3'), row('4', { assessment: felt(900, 50) })];
  const ids = (order: Filter['order']) => rows.toSorted(compareRows(order)).map(({ id }) => id).join('');
  expect([ids('negative'), ids('label:praise')]).toEqual(['4231', '2431']);
});
