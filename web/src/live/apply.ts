// What an event does to the list on screen: a pure function. The list holds still: a row is changed where it stands, what is new waits
// in `arrived` until somebody asks for it, and what no longer belongs stays, marked, until then.
import type { CaseRow, ChangeEvent } from '../api/types';
import { compareRows, judgeRow, type Filter } from '../inbox/filters';

export interface ListState {
  /** In the order shown. */
  rows: readonly CaseRow[];
  /** Rows that came or moved up since, by id. */
  arrived: ReadonlyMap<string, CaseRow>;
  /** Shown rows that no longer belong to the filter. */
  gone: ReadonlySet<string>;
  /** The last event applied. */
  seq: number;
  /** Something happened that only the server can place; its first page should be asked for. */
  stale: boolean;
}

export const EMPTY_LIST: ListState = { rows: [], arrived: new Map(), gone: new Set(), seq: 0, stale: false };

export interface Watching {
  filter: Filter;
  myId: string;
  now: number;
}

/** Kinds that bring a row up to the top of "newest". */
const MOVES_UP = new Set(['case_opened', 'case_reopened', 'case_woken', 'post_added']);

export function applyEvents(state: ListState, events: readonly ChangeEvent[], watching: Watching): ListState {
  return events.reduce((before, event) => applyEvent(before, event, watching), state);
}

function applyEvent(state: ListState, event: ChangeEvent, watching: Watching): ListState {
  // On the wire a sequence number is text, as every id.
  const seq = Number(event.seq);
  if (seq <= state.seq) return state;
  const seen = { ...state, seq };
  const row = event.payload?.row;
  if (row) return placeRow(seen, row, watching, MOVES_UP.has(event.kind));
  return event.case_id !== null && CHANGES_ROWS.test(event.kind) ? { ...seen, stale: true } : seen;
}

const CHANGES_ROWS = /^(case|post|reply|assessment)_/;

export function placeRow(state: ListState, row: CaseRow, watching: Watching, movesUp: boolean): ListState {
  const index = state.rows.findIndex((shown) => shown.id === row.id);
  const judged = judgeRow(row, watching.filter, watching.myId, watching.now);
  if (index < 0) return placeUnshown(state, row, judged);
  if ((state.rows[index]?.thread_version ?? 0) > row.thread_version) return state;

  const rows = state.rows.with(index, row);
  const gone = new Set(state.gone);
  const arrived = new Map(state.arrived);
  if (judged === 'no') gone.add(row.id);
  else gone.delete(row.id);
  if (judged !== 'no' && movesUp && index > 0 && watching.filter.order === 'newest') arrived.set(row.id, row);
  else if (arrived.has(row.id)) arrived.set(row.id, row);
  if (judged === 'no') arrived.delete(row.id);
  return { ...state, rows, gone, arrived };
}

function placeUnshown(state: ListState, row: CaseRow, judged: 'yes' | 'no' | 'unknown'): ListState {
  if (judged === 'unknown') return { ...state, stale: true };
  const arrived = new Map(state.arrived);
  if (judged === 'no') arrived.delete(row.id);
  else if (state.rows.length === 0) return { ...state, rows: [row] };
  else arrived.set(row.id, row);
  return { ...state, arrived };
}

/** The server's first page, asked for because something could not be placed: changed rows change, unknown ones wait. */
export function reconcile(state: ListState, firstPage: readonly CaseRow[], watching: Watching): ListState {
  if (state.rows.length === 0) return { ...state, rows: firstPage, stale: false };
  let next: ListState = { ...state, stale: false };
  const top = new Set(firstPage.map((row) => row.id));
  for (const row of firstPage) {
    const shown = next.rows.some((other) => other.id === row.id);
    if (shown) next = placeRow(next, row, watching, false);
    else next = { ...next, arrived: new Map(next.arrived).set(row.id, row) };
  }
  if (firstPage.length < PAGE_SIZE) {
    // The page is the whole list: what is shown and not in it has left.
    next = { ...next, gone: new Set(next.rows.filter((row) => !top.has(row.id)).map((row) => row.id)) };
  }
  return next;
}

export const PAGE_SIZE = 50;

/** Somebody asked: what waits comes in, what has left goes. */
export function takeArrived(state: ListState, order: Filter['order']): ListState {
  const rows = state.rows.filter((row) => !state.gone.has(row.id) && !state.arrived.has(row.id));
  const all = [...rows, ...[...state.arrived.values()].filter((row) => !state.gone.has(row.id))].sort(compareRows(order));
  return { ...state, rows: all, arrived: new Map(), gone: new Set() };
}

/** What the reader did to a row shows at once: it changes, leaves the list, or comes back to its place. */
export function applyOwn(state: ListState, row: CaseRow, watching: Watching): ListState {
  const judged = judgeRow(row, watching.filter, watching.myId, watching.now);
  if (judged !== 'no') return judged === 'yes' && !isShown(state, row) ? comeBack(state, row, watching) : placeRow(state, row, watching, false);
  const arrived = new Map(state.arrived);
  arrived.delete(row.id);
  const gone = new Set(state.gone);
  gone.delete(row.id);
  return { ...state, rows: state.rows.filter((shown) => shown.id !== row.id), arrived, gone };
}

const isShown = (state: ListState, row: CaseRow) => state.rows.some((shown) => shown.id === row.id);

function comeBack(state: ListState, row: CaseRow, watching: Watching): ListState {
  const arrived = new Map(state.arrived);
  arrived.delete(row.id);
  const order = compareRows(watching.filter.order);
  const before = state.rows.findIndex((shown) => order(row, shown) < 0);
  return { ...state, arrived, rows: state.rows.toSpliced(before < 0 ? state.rows.length : before, 0, row) };
}

/** The next page, behind the rows shown; a row that has moved meanwhile is not shown twice. */
export function appendPage(state: ListState, page: readonly CaseRow[]): ListState {
  const shown = new Set(state.rows.map((row) => row.id));
  return { ...state, rows: [...state.rows, ...page.filter((row) => !shown.has(row.id))] };
}
