// Finding a monitor among hundreds: by its name and its words, whatever their case or width, and by how it is doing.
import type { Monitor } from './types';

export const SHOWN = ['all', 'on', 'off', 'competitor', 'sampled'] as const;
export type Shown = (typeof SHOWN)[number];

const IS: Record<Shown, (monitor: Monitor) => boolean> = {
  all: () => true,
  on: (monitor) => monitor.enabled,
  off: (monitor) => !monitor.enabled,
  competitor: (monitor) => monitor.side === 'competitor',
  sampled: (monitor) => monitor.skipped.count > 0,
};

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

export function found(monitors: readonly Monitor[], searched: string, shown: Shown): Monitor[] {
  const words = folded(searched).split(/\s+/u).filter(Boolean);
  return monitors.filter((monitor) => {
    if (!IS[shown](monitor)) return false;
    const text = folded(`${monitor.name} ${monitor.query}`);
    return words.every((word) => text.includes(word));
  });
}

/** Those of the states that tell monitors apart here. */
export function useful(monitors: readonly Monitor[]): Shown[] {
  return SHOWN.filter((shown) => shown === 'all' || (monitors.some(IS[shown]) && !monitors.every(IS[shown])));
}
