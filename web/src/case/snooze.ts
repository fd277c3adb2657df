// When a snoozed case comes back, by the reader's own clock.

export type SnoozeChoice = 'hour' | 'afternoon' | 'tomorrow' | 'monday';

const HOUR_MS = 3_600_000;
const MORNING = 9;

export function snoozeChoices(now: number): { id: SnoozeChoice; until: number }[] {
  const choices: { id: SnoozeChoice; until: number }[] = [{ id: 'hour', until: now + HOUR_MS }];
  const afternoon = at(now, 0, 14);
  if (afternoon - now > 2 * HOUR_MS) choices.push({ id: 'afternoon', until: afternoon });
  choices.push({ id: 'tomorrow', until: at(now, 1, MORNING) });
  const days = (8 - new Date(now).getDay()) % 7 || 7;
  if (days > 1) choices.push({ id: 'monday', until: at(now, days, MORNING) });
  return choices;
}

function at(now: number, days: number, hour: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}

/** For <input type="datetime-local">. */
export function toLocalInput(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `null` unless it is a time in the future. */
export function fromLocalInput(value: string, now: number): number | null {
  const time = new Date(value).getTime();
  return Number.isNaN(time) || time <= now ? null : time;
}
