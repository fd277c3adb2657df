// What the screen does with a medium: shows it, plays it, offers it, or says why it cannot.
import type { Medium } from '../api/types';
import { safeLink } from '../text/segments';

export type MediumKind = 'image' | 'video' | 'audio' | 'file';

/** Pictures that hold pixels and nothing else: SVG and HTML are documents, and never shown within ours. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);

export function kindOf({ mime }: Pick<Medium, 'mime'>): MediumKind {
  const type = (mime ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (PICTURES.has(type)) return 'image';
  if (type.startsWith('video/')) return 'video';
  return type.startsWith('audio/') ? 'audio' : 'file';
}

/** Its own name, else the last part of its address. */
export function nameOf({ name, url }: Pick<Medium, 'name' | 'url'>): string | null {
  if (name?.trim()) return name.trim();
  const address = safeLink(url);
  const last = address ? new URL(address).pathname.split('/').at(-1) : '';
  if (!last) return null;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

export interface Sorted {
  /** In a grid, larger on request. */
  pictures: Placed[];
  players: Placed[];
  files: Placed[];
  /** Not here: on the way, refused or gone. */
  absent: Placed[];
}

/** With its place in the post, from 1. */
export type Placed = Medium & { number: number };

export function sortMedia(media: readonly Medium[]): Sorted {
  const sorted: Sorted = { pictures: [], players: [], files: [], absent: [] };
  media.forEach((medium, index) => {
    const placed = { ...medium, number: index + 1 };
    if (placed.state !== 'kept') sorted.absent.push(placed);
    else if (kindOf(placed) === 'image') sorted.pictures.push(placed);
    else if (kindOf(placed) === 'file') sorted.files.push(placed);
    else sorted.players.push(placed);
  });
  return sorted;
}

/** What the many reasons not to keep a file mean for who reads. */
const REFUSALS: Readonly<Record<string, string>> = {
  too_large: 'too_large',
  not_allowed: 'address',
  bad_url: 'address',
  redirected: 'address',
  too_many_redirects: 'address',
  unsupported: 'type',
  empty: 'type',
  gone: 'not_found',
  forbidden: 'forbidden',
  unreachable: 'unreachable',
  policy: 'policy',
};

export const refusalOf = (why: string | null): string => REFUSALS[why ?? ''] ?? 'other';
