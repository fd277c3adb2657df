import { describe, expect, it } from 'vitest';
import { DEFAULT_FILTER, type Filter } from '../inbox/filters';
import { appendPage, applyEvents, applyOwn, EMPTY_LIST, PAGE_SIZE, reconcile, takeArrived, type ListState } from './apply';
import { event, row } from './rows.testing';

const watching = (filter: Partial<Filter> = {}) => ({ filter: { ...DEFAULT_FILTER, ...filter }, myId: 'me', now: 1000 });
const shown: ListState = { ...EMPTY_LIST, rows: [row('3'), row('2'), row('1')] };
const ids = (state: ListState) => state.rows.map(({ id }) => id).join(' ');
const waits = (state: ListState) => [...state.arrived.keys()].join(' ');

describe('the list holds still', () => {
  it('a new case waits behind the pill', () => {
    const after = applyEvents(shown, [event(1, 'case_opened', row('4'))], watching());
    expect([ids(after), waits(after), ids(takeArrived(after, 'newest'))]).toEqual(['3 2 1', '4', '4 3 2 1']);
  });

  it('a change is shown where the row stands', () => {
    const after = applyEvents(shown, [event(1, 'case_assigned', row('2', { assignee: { id: 'x', name: 'X' } }))], watching());
    expect([ids(after), waits(after), after.rows[1]?.assignee?.name]).toEqual(['3 2 1', '', 'X']);
  });

  it('another post moves a case up only when asked', () => {
    const after = applyEvents(shown, [event(1, 'post_added', row('1', { last_post_at: 9, thread_version: 2 }))], watching());
    expect([ids(after), waits(after), after.rows[2]?.last_post_at, ids(takeArrived(after, 'newest'))]).toEqual(['3 2 1', '1', 9, '1 3 2']);
  });

  it('a case that a colleague closed stays, marked, until asked', () => {
    const after = applyEvents(shown, [event(1, 'case_closed', row('2', { state: 'closed' }))], watching());
    expect([ids(after), [...after.gone], ids(takeArrived(after, 'newest'))]).toEqual(['3 2 1', ['2'], '3 1']);
  });

  it('a case that came back is no longer marked', () => {
    const closed = applyEvents(shown, [event(1, 'case_closed', row('2', { state: 'closed' }))], watching());
    expect([...applyEvents(closed, [event(2, 'case_reopened', row('2'))], watching()).gone]).toEqual([]);
  });

  it('an empty list shows the first row at once', () => {
    expect(ids(applyEvents(EMPTY_LIST, [event(1, 'case_opened', row('1'))], watching()))).toBe('1');
  });
});

describe('events', () => {
  it('that were applied already change nothing', () => {
    const once = applyEvents(shown, [event(5, 'case_opened', row('4'))], watching());
    expect(applyEvents(once, [event(5, 'case_opened', row('9')), event(4, 'case_opened', row('8'))], watching())).toBe(once);
  });

  it('are numbers even when they come as text', () => {
    const ninth = applyEvents(shown, [{ ...event(0, 'case_opened', row('4')), seq: '9' }], watching());
    expect(waits(applyEvents(ninth, [{ ...event(0, 'case_opened', row('5')), seq: '10' }], watching()))).toBe('4 5');
  });

  it('with an older thread do not undo a newer one', () => {
    const newer: ListState = { ...shown, rows: [row('3', { thread_version: 7 })] };
    expect(applyEvents(newer, [event(1, 'post_added', row('3', { thread_version: 6, vip: true }))], watching()).rows[0]?.vip).toBe(false);
  });

  it.each([
    ['without a row, about a case', event(1, 'post_added', null, '7'), true],
    ['without a row, about what it is', event(1, 'assessment_changed', null, '7'), true],
    ['about something else', event(1, 'channel_changed', null), false],
  ])('%s make the list stale: %s', (_, given, expected) => {
    expect(applyEvents(shown, [given], watching()).stale).toBe(expected);
  });

  it('that only the server can judge ask for its page', () => {
    const after = applyEvents(shown, [event(1, 'case_opened', row('4'))], watching({ q: '환불' }));
    expect([after.stale, waits(after)]).toEqual([true, '']);
  });

  it.each([
    ['another state', { state: 'closed' as const }],
    ['another person', { assignee: 'me' }],
    ['another language', { language: 'ko' }],
    ['questions only', { label: 'question' }],
  ])('for %s do not wait behind the pill', (_, filter) => {
    expect(waits(applyEvents(shown, [event(1, 'case_opened', row('4'))], watching(filter)))).toBe('');
  });
});

describe('the page asked for', () => {
  it('brings what is new behind the pill and changes the rest in place', () => {
    const after = reconcile({ ...shown, stale: true }, [row('9'), row('2', { vip: true }), row('3'), row('1')], watching());
    expect([ids(after), waits(after), after.rows[1]?.vip, after.stale]).toEqual(['3 2 1', '9', true, false]);
  });

  it('marks what has left when it is the whole list', () => {
    expect([...reconcile(shown, [row('3'), row('1')], watching()).gone]).toEqual(['2']);
    const full = Array.from({ length: PAGE_SIZE }, (_, index) => row(String(100 - index)));
    expect([...reconcile(shown, full, watching()).gone]).toEqual([]);
  });
});

it('what the reader closes leaves at once', () => {
  expect(ids(applyOwn(shown, row('2', { state: 'closed' }), watching()))).toBe('3 1');
});

it('what the reader reopens comes back to its place', () => {
  const without = applyOwn(shown, row('2', { state: 'closed' }), watching());
  expect(ids(applyOwn(without, row('2'), watching()))).toBe('3 2 1');
});

it('the next page shows nothing twice', () => {
  expect(ids(appendPage(shown, [row('1'), row('0')]))).toBe('3 2 1 0');
});

it('urgent first: by deadline, then by urgency', () => {
  const rows = [row('1', { deadline_at: 50 }), row('2', { deadline_at: 20, urgency: 1 }), row('3', { deadline_at: 20, urgency: 9 }), row('4')];
  expect(ids(takeArrived({ ...EMPTY_LIST, rows }, 'urgent'))).toBe('3 2 1 4');
});
