// A filter as it is saved, and the way back to the inbox that shows it. The order is the reader's own and is not saved.
import { link } from '../routes';
import { askFilter, readFilter, writeFilter, type Filter } from './filters';

export function savedOf(filter: Filter): Record<string, string | boolean> {
  const { order: _, ...asked } = askFilter(filter);
  const said = (pair: [string, unknown]): pair is [string, string | boolean] => typeof pair[1] === 'boolean' || (typeof pair[1] === 'string' && pair[1] !== '');
  return Object.fromEntries(Object.entries(asked).filter(said));
}

export function searchLink(brand: string, saved: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(saved)) if (typeof value === 'string' || typeof value === 'boolean') query.set(name, String(value));
  return link.brand(brand) + writeFilter(readFilter(query));
}
