// A filter as it is saved, and the way back to the inbox that shows it. The order is the reader's own and is not saved.
import { link } from '../routes';
import { askFilter, readFilter, writeFilter, type Filter } from './filters';

export function savedOf(filter: Filter): Record<string, unknown> {
  const { order: _, ...asked } = askFilter(filter);
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''));
}

export function searchLink(brand: string, saved: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(saved)) if (typeof value === 'string' || typeof value === 'boolean') query.set(name, String(value));
  return link.brand(brand) + writeFilter(readFilter(query));
}
