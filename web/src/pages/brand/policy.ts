// The answering policy between its JSON and the form that edits it. The form keeps what people type (texts, also wrong ones); the JSON
// keeps minutes since midnight. Nothing that the JSON can say is lost in the form: several spans a day are kept, so that a lunch break
// survives an edit made here.

import type { components } from '../../api/schema';
import type { FieldCode } from '../forms/validate';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Policy = components['schemas']['Policy'];
/** Minutes since midnight, `close` after `open`; 1440 is midnight at the end of the day. */
export type OpenSpan = components['schemas']['OpenSpan'];
type BusinessHours = components['schemas']['BusinessHours'];

export interface Span {
  from: string;
  to: string;
}

export interface PolicyForm {
  answerMinutes: string;
  vipMinutes: string;
  /** False: the clock runs day and night. */
  limited: boolean;
  timeZone: string;
  days: Record<Weekday, Span[]>;
  holidays: string[];
}

export type PolicyProblem = { field: string; code: FieldCode };
export type PolicyResult = { policy: Policy; problems: [] } | { policy: null; problems: PolicyProblem[] };

/** Thirty days: the server takes no more. */
export const MINUTES_MAX = 43_200;
const DAY = 1_440;
const USUAL_DAY: Span = { from: '09:00', to: '18:00' };

export function toForm(policy: Policy, zoneHere: string): PolicyForm {
  const hours = policy.business_hours;
  const days = eachDay((day) => (hours ? spansOf(hours, day) : isWorkday(day) ? [{ ...USUAL_DAY }] : []));
  return {
    answerMinutes: String(policy.answer_minutes),
    vipMinutes: String(policy.vip_answer_minutes),
    limited: hours !== null,
    timeZone: hours?.time_zone ?? zoneHere,
    days,
    holidays: [...(hours?.holidays ?? [])].sort(),
  };
}

export function fromForm(form: PolicyForm, zones: ReadonlySet<string>): PolicyResult {
  const problems: PolicyProblem[] = [];
  const answer = minutes(form.answerMinutes, 'answer', problems);
  const vip = minutes(form.vipMinutes, 'vip', problems);
  const hours = form.limited ? businessHours(form, zones, problems) : null;
  if (problems.length > 0) return { policy: null, problems };
  return { policy: { answer_minutes: answer, vip_answer_minutes: vip, business_hours: hours }, problems: [] };
}

/** `09:30` → 570. `00:00` and `24:00` at the end of a span are midnight at its end. */
export function timeOfDay(text: string, atEnd: boolean): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text.trim());
  if (!match) return null;
  const total = Number(match[1]) * 60 + Number(match[2]);
  if (Number(match[2]) > 59 || total > DAY) return null;
  return atEnd && total === 0 ? DAY : total === DAY && !atEnd ? null : total;
}

/** 570 → `09:30`; midnight at the end of a day is `00:00`, which is what a time field can show. */
export function clockText(minute: number): string {
  const inDay = minute % DAY;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Days with the same spans, next to each other, as one: Monday to Friday 09:00–18:00. For the summary. */
export function groups(form: PolicyForm): { first: Weekday; last: Weekday; spans: Span[] }[] {
  const found: { first: Weekday; last: Weekday; spans: Span[] }[] = [];
  for (const day of WEEKDAYS) {
    const spans = form.days[day];
    const before = found.at(-1);
    if (before && sameSpans(before.spans, spans)) before.last = day;
    else found.push({ first: day, last: day, spans });
  }
  return found.filter((group) => group.spans.length > 0);
}

/** When an answer is due, as weekday and minute, for a post at that weekday and minute; holidays aside. Null: the desk never opens. */
export function dueAt(policy: Policy, day: Weekday, minute: number): { day: Weekday; minute: number; weeks: number } | null {
  const start = WEEKDAYS.indexOf(day) * DAY + minute;
  const at = policy.business_hours ? alongOpenHours(policy.business_hours, start, policy.answer_minutes) : start + policy.answer_minutes;
  if (at === null) return null;
  // The end of a span is told as that moment of its own day, not as 00:00 of the next.
  const inWeek = at % (DAY * 7);
  return { day: WEEKDAYS[Math.floor(inWeek / DAY)] ?? 'monday', minute: inWeek % DAY, weeks: Math.floor(at / (DAY * 7)) };
}

function alongOpenHours(hours: BusinessHours, start: number, needed: number): number | null {
  const spans = hours.open
    .map(({ day, open, close }) => [WEEKDAYS.indexOf(day) * DAY + open, WEEKDAYS.indexOf(day) * DAY + close] as const)
    .sort((a, b) => a[0] - b[0]);
  const perWeek = spans.reduce((sum, [open, close]) => sum + close - open, 0);
  if (perWeek <= 0) return null;
  let left = needed;
  for (let week = 0; week < Math.ceil(needed / perWeek) + 2; week += 1) {
    for (const [open, close] of spans) {
      const from = Math.max(open + week * DAY * 7, start);
      const until = close + week * DAY * 7;
      if (from >= until) continue;
      if (left <= until - from) return from + left;
      left -= until - from;
    }
  }
  return null;
}

function minutes(text: string, field: string, problems: PolicyProblem[]): number {
  const trimmed = text.trim();
  const number = Number(trimmed);
  const code: FieldCode | null =
    trimmed === '' ? 'required' : !/^\d{1,9}$/.test(trimmed) ? 'not_number' : number < 1 || number > MINUTES_MAX ? 'out_of_range' : null;
  if (code) problems.push({ field, code });
  return number;
}

function businessHours(form: PolicyForm, zones: ReadonlySet<string>, problems: PolicyProblem[]): BusinessHours {
  if (!zones.has(form.timeZone)) problems.push({ field: 'zone', code: 'not_time_zone' });
  const open = WEEKDAYS.flatMap((day) => daySpans(day, form.days[day], problems));
  if (open.length === 0 && !WEEKDAYS.some((day) => form.days[day].length > 0)) problems.push({ field: 'monday', code: 'no_open_day' });
  const bad = form.holidays.find((holiday) => !isDate(holiday));
  if (bad !== undefined) problems.push({ field: 'holidays', code: 'not_date' });
  return { time_zone: form.timeZone, open, holidays: [...new Set(form.holidays)].sort() };
}

function daySpans(day: Weekday, spans: Span[], problems: PolicyProblem[]): OpenSpan[] {
  const parsed: OpenSpan[] = [];
  for (const span of spans) {
    const from = timeOfDay(span.from, false);
    const to = timeOfDay(span.to, true);
    if (from === null || to === null) return refuse(day, 'required', problems);
    if (from >= to) return refuse(day, 'span_order', problems);
    parsed.push({ day, open: from, close: to });
  }
  parsed.sort((a, b) => a.open - b.open);
  const overlaps = parsed.some((span, index) => index > 0 && span.open < (parsed[index - 1]?.close ?? 0));
  return overlaps ? refuse(day, 'span_overlap', problems) : parsed;
}

function refuse(day: Weekday, code: FieldCode, problems: PolicyProblem[]): [] {
  problems.push({ field: day, code });
  return [];
}

function spansOf(hours: BusinessHours, day: Weekday): Span[] {
  return hours.open
    .filter((span) => span.day === day)
    .sort((a, b) => a.open - b.open)
    .map(({ open, close }) => ({ from: clockText(open), to: clockText(close) }));
}

function eachDay(make: (day: Weekday) => Span[]): Record<Weekday, Span[]> {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, make(day)])) as Record<Weekday, Span[]>;
}

const isWorkday = (day: Weekday) => day !== 'saturday' && day !== 'sunday';
const sameSpans = (a: Span[], b: Span[]) => a.length === b.length && a.every((span, i) => span.from === b[i]?.from && span.to === b[i]?.to);
