// A verdict beside what had been said before, field by field.
import type { Field, Verdict } from '../../api/types';

/** What is said of a field: codes of values; an empty list says that there are none, null that it was unknown. */
export type Value = readonly string[] | null;

export interface Change {
  field: Field;
  was: Value;
  is: Value;
}

export interface Compared {
  changed: Change[];
  confirmed: Change[];
}

const PARTS: readonly (readonly [Field, keyof Verdict])[] = [
  ['sentiment', 'sentiment'],
  ['kind', 'kinds'],
  ['needs_answer', 'needs_answer'],
  ['abuse', 'abuse'],
  ['troll', 'troll'],
  ['motive', 'motive'],
  ['risk', 'risks'],
  ['humour', 'humour'],
];

/** Only the fields that the verdict speaks of. */
export function compared(verdict: Verdict, before: Verdict): Compared {
  const changes = PARTS.filter(([, part]) => verdict[part] !== undefined && verdict[part] !== null).map(([field, part]) => ({
    field,
    was: valueOf(before[part]),
    is: valueOf(verdict[part]),
  }));
  return { changed: changes.filter((change) => !isSame(change)), confirmed: changes.filter(isSame) };
}

/** Of what was confirmed, what says something: a post is more than all that it is not. Something is told of every verdict. */
export function telling({ changed, confirmed }: Compared): Change[] {
  const said = confirmed.filter(({ is }) => is !== null && is.length > 0 && !is.includes('no') && !is.includes('none'));
  return said.length + changed.length > 0 ? said : confirmed.slice(0, 1);
}

function valueOf(said: Verdict[keyof Verdict]): Value {
  if (said === undefined || said === null) return null;
  if (typeof said === 'boolean') return [said ? 'yes' : 'no'];
  return typeof said === 'string' ? [said] : said;
}

function isSame({ was, is }: Change): boolean {
  return was !== null && is !== null && was.length === is.length && was.every((value) => is.includes(value));
}
