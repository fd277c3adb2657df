import { describe, expect, it } from 'vitest';
import { clockText, dueAt, fromForm, groups, isDate, type Policy, timeOfDay, toForm, WEEKDAYS } from './policy';

const zones = new Set(['Asia/Seoul', 'Asia/Tokyo']);
const seoul: Policy = {
  answer_minutes: 60,
  vip_answer_minutes: 30,
  business_hours: {
    time_zone: 'Asia/Seoul',
    open: [...WEEKDAYS.slice(0, 5).map((day) => ({ day, open: 540, close: 1080 })), { day: 'saturday', open: 600, close: 780 }],
    holidays: ['2026-01-01', '2026-12-25'],
  },
};

describe('policy ↔ form', () => {
  const policies: [string, Policy][] = [
    ['round the clock', { answer_minutes: 45, vip_answer_minutes: 10, business_hours: null }],
    ['office hours with holidays', seoul],
    ['a lunch break', { ...seoul, business_hours: { time_zone: 'Asia/Tokyo', open: [{ day: 'monday', open: 540, close: 720 }, { day: 'monday', open: 780, close: 1080 }], holidays: [] } }],
    ['open until midnight', { ...seoul, business_hours: { time_zone: 'Asia/Tokyo', open: [{ day: 'sunday', open: 0, close: 1440 }], holidays: [] } }],
  ];
  it.each(policies)('%s comes back as it went in', (_, policy) => {
    expect(fromForm(toForm(policy, 'Asia/Seoul'), zones)).toEqual({ policy, problems: [] });
  });

  it('offers usual hours and the zone of this place when hours are switched on', () => {
    const form = { ...toForm({ answer_minutes: 60, vip_answer_minutes: 30, business_hours: null }, 'Asia/Seoul'), limited: true };
    const { policy } = fromForm(form, zones);
    expect(policy?.business_hours?.time_zone).toBe('Asia/Seoul');
    expect(policy?.business_hours?.open).toHaveLength(5);
  });

  it.each([
    ['no minutes', { answerMinutes: '' }, 'answer', 'required'],
    ['words for minutes', { vipMinutes: 'soon' }, 'vip', 'not_number'],
    ['zero minutes', { answerMinutes: '0' }, 'answer', 'out_of_range'],
    ['a zone that is none', { timeZone: 'Mars/Base' }, 'zone', 'not_time_zone'],
    ['a holiday that is no day', { holidays: ['2026-02-30'] }, 'holidays', 'not_date'],
  ])('refuses %s', (_, change, field, code) => {
    expect(fromForm({ ...toForm(seoul, 'Asia/Seoul'), ...change }, zones)).toEqual({ policy: null, problems: [{ field, code }] });
  });

  it.each([
    ['backwards', [{ from: '18:00', to: '09:00' }], 'span_order'],
    ['overlapping', [{ from: '09:00', to: '12:00' }, { from: '11:00', to: '18:00' }], 'span_overlap'],
    ['half filled in', [{ from: '09:00', to: '' }], 'required'],
  ])('refuses hours that are %s', (_, spans, code) => {
    const form = toForm(seoul, 'Asia/Seoul');
    form.days.tuesday = spans;
    expect(fromForm(form, zones).problems).toEqual([{ field: 'tuesday', code }]);
  });

  it('refuses a desk that never opens', () => {
    const form = toForm(seoul, 'Asia/Seoul');
    for (const day of WEEKDAYS) form.days[day] = [];
    expect(fromForm(form, zones).problems).toEqual([{ field: 'monday', code: 'no_open_day' }]);
  });
});

describe('times', () => {
  it.each([
    ['09:30', false, 570],
    ['00:00', false, 0],
    ['00:00', true, 1440],
    ['24:00', true, 1440],
    ['24:00', false, null],
    ['25:00', true, null],
    ['9.30', true, null],
  ])('%s (end: %s) is %s', (text, atEnd, minute) => expect(timeOfDay(text, atEnd)).toBe(minute));

  it('shows minutes as a clock does', () => expect([0, 570, 1439, 1440].map(clockText)).toEqual(['00:00', '09:30', '23:59', '00:00']));
  it('knows days', () => expect(['2026-02-28', '2026-02-29', '26-2-3', ''].map(isDate)).toEqual([true, false, false, false]));
});

describe('the summary', () => {
  it('joins neighbouring days with the same hours', () => {
    expect(groups(toForm(seoul, 'Asia/Seoul')).map(({ first, last }) => `${first}-${last}`)).toEqual(['monday-friday', 'saturday-saturday']);
  });

  it.each([
    ['within the day', 'friday', 600, { day: 'friday', minute: 660, weeks: 0 }],
    ['over the night, into the short Saturday', 'friday', 1060, { day: 'saturday', minute: 640, weeks: 0 }],
    ['exactly at closing time', 'friday', 1020, { day: 'friday', minute: 1080, weeks: 0 }],
    ['over the weekend', 'saturday', 760, { day: 'monday', minute: 580, weeks: 1 }],
    ['on a closed day', 'sunday', 700, { day: 'monday', minute: 600, weeks: 1 }],
  ] as const)('tells when an answer is due: %s', (_, day, minute, due) => expect(dueAt(seoul, day, minute)).toEqual(due));

  it('counts day and night without hours', () => {
    expect(dueAt({ ...seoul, business_hours: null }, 'sunday', 1430)).toEqual({ day: 'monday', minute: 50, weeks: 1 });
  });
});
