// What the inbox shows, as the address holds it: read, written, asked of the server, and judged for a single row as it arrives.
import type { Query } from '../api/client';
import type { CaseRow, CaseState, Label } from '../api/types';
import { isLabel } from '../assessment/lists';
import { labelsFit, readLabels } from './labels';

export const STATES = ['open', 'waiting', 'snoozed', 'closed', 'all'] as const;
export const ORDERS = ['urgent', 'newest', 'oldest', 'negative'] as const;

export type StateFilter = (typeof STATES)[number];
/** `label:safety`: cases with the label first. */
export type Order = (typeof ORDERS)[number] | `label:${Label}`;

export interface Filter {
  state: StateFilter;
  order: Order;
  /** `me`, `none`, a person's id, or empty for all. */
  assignee: string;
  channel: string;
  network: string;
  language: string;
  sentiment: string;
  /** What must be so, and behind `-` what must not: `complaint,-troll`. */
  label: string;
  monitor: string;
  overdue: boolean;
  vip: boolean;
  q: string;
}

export const DEFAULT_FILTER: Filter = {
  state: 'open',
  order: 'newest',
  assignee: '',
  channel: '',
  network: '',
  language: '',
  sentiment: '',
  label: '',
  monitor: '',
  overdue: false,
  vip: false,
  q: '',
};

const TEXTS = ['assignee', 'channel', 'network', 'language', 'sentiment', 'label', 'monitor', 'q'] as const;
const FLAGS = ['overdue', 'vip'] as const;

export function readFilter(query: URLSearchParams): Filter {
  const filter: Filter = { ...DEFAULT_FILTER };
  filter.state = oneOf(STATES, query.get('state')) ?? DEFAULT_FILTER.state;
  filter.order = readOrder(query.get('order') ?? '');
  for (const name of TEXTS) filter[name] = query.get(name) ?? '';
  filter.label = readLabels(query);
  for (const name of FLAGS) filter[name] = query.get(name) === 'true';
  return filter;
}

/** Only what differs from the default, so that the plain inbox has a plain address. */
export function writeFilter(filter: Filter): string {
  const query = new URLSearchParams();
  for (const name of ['state', 'order', ...TEXTS] as const) if (filter[name] !== DEFAULT_FILTER[name]) query.set(name, filter[name]);
  for (const name of FLAGS) if (filter[name]) query.set(name, 'true');
  const text = query.toString();
  return text ? `?${text}` : '';
}

export function askFilter(filter: Filter): Query {
  const query: Query = { state: filter.state, order: filter.order };
  for (const name of TEXTS) query[name] = filter[name];
  for (const name of FLAGS) query[name] = filter[name] || undefined;
  return query;
}

/** How many filters besides state, order and search are on. */
export function countFilters(filter: Filter): number {
  const texts = TEXTS.filter((name) => name !== 'q' && name !== 'label' && filter[name] !== '').length;
  const labels = filter.label === '' ? 0 : filter.label.split(',').length;
  return texts + labels + FLAGS.filter((name) => filter[name]).length;
}

function readOrder(text: string): Order {
  const label = text.startsWith('label:') ? text.slice('label:'.length) : '';
  return isLabel(label) ? `label:${label}` : (oneOf(ORDERS, text) ?? DEFAULT_FILTER.order);
}

/** The label that the order puts first. */
export function firstLabel(order: Order): Label | null {
  const label = order.slice('label:'.length);
  return order.startsWith('label:') && isLabel(label) ? label : null;
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | null {
  return values.find((known) => known === value) ?? null;
}

/** Does a row belong here? `unknown` when only the server can tell (a search, a monitor). */
export function judgeRow(row: CaseRow, filter: Filter, myId: string, now: number): 'yes' | 'no' | 'unknown' {
  const assessment = row.assessment;
  const fits =
    (filter.state === 'all' || row.state === (filter.state satisfies CaseState)) &&
    assigneeFits(row, filter.assignee, myId) &&
    (!filter.channel || row.channel.id === filter.channel) &&
    (!filter.network || row.network === filter.network) &&
    (!filter.language || assessment?.language.value === filter.language) &&
    (!filter.sentiment || assessment?.sentiment.value === filter.sentiment) &&
    labelsFit(filter.label, row.labels) &&
    (!filter.overdue || isOverdue(row, now)) &&
    (!filter.vip || row.vip);
  if (!fits) return 'no';
  return filter.q || filter.monitor ? 'unknown' : 'yes';
}

function assigneeFits(row: CaseRow, assignee: string, myId: string): boolean {
  if (!assignee) return true;
  if (assignee === 'none') return row.assignee === null;
  return row.assignee?.id === (assignee === 'me' ? myId : assignee);
}

export function isOverdue(row: Pick<CaseRow, 'deadline_at' | 'overdue_at' | 'state'>, now: number): boolean {
  return row.state === 'open' && row.deadline_at !== null && row.deadline_at <= now;
}

/** The server's order, for rows that arrive between two pages. */
export function compareRows(order: Order): (a: CaseRow, b: CaseRow) => number {
  const later = (a: number, b: number) => b - a;
  // Ids are numbers written as text.
  const byId = (a: CaseRow, b: CaseRow) => b.id.length - a.id.length || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
  if (order === 'oldest') return (a, b) => a.last_post_at - b.last_post_at || -byId(a, b);
  if (order === 'newest') return (a, b) => later(a.last_post_at, b.last_post_at) || byId(a, b);
  if (order === 'negative') return (a, b) => mood(a) - mood(b) || later(a.last_post_at, b.last_post_at) || byId(a, b);
  const first = firstLabel(order);
  if (first !== null) {
    const rank = (row: CaseRow) => (row.labels.includes(first) ? 0 : 1);
    return (a, b) => rank(a) - rank(b) || later(a.last_post_at, b.last_post_at) || byId(a, b);
  }
  const due = (row: CaseRow) => row.deadline_at ?? Number.MAX_SAFE_INTEGER;
  return (a, b) => due(a) - due(b) || b.urgency - a.urgency || -byId(a, b);
}

/** From the most negative up; what is not known stands in the middle. */
function mood({ assessment }: CaseRow): number {
  const { negative, positive } = assessment?.sentiment.scores ?? { negative: 0, positive: 0 };
  return positive - negative;
}
