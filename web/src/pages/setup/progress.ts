// Where the wizard stands. The server knows the truth (is there an owner, a brand, a channel?); the browser only remembers which brand was
// being set up and which source was being filled in. So a reload, a closed tab or another browser all continue at the right place.

export const STEPS = ['account', 'brand', 'source'] as const;
export type Step = (typeof STEPS)[number];

export const SOURCES = ['bluesky_stream', 'bluesky', 'feed', 'import', 'sandbox'] as const;
export type SourceChoice = (typeof SOURCES)[number];

export interface Remembered {
  brandId: string | null;
  brandName: string;
  source: SourceChoice | null;
}

export interface Known {
  needsOwner: boolean;
  signedIn: boolean;
  brands: { id: string; name: string; sandbox: boolean }[];
}

export type Place = { step: Step } | { step: 'login' } | { step: 'inbox'; brandId: string };

const KEY = 'answerable.setup';
export const nothingRemembered = (): Remembered => ({ brandId: null, brandName: '', source: null });

/** `restarted`: the person asked for another brand, so having one already is no reason to leave. */
export function placeOf(known: Known, remembered: Remembered, restarted: boolean): Place {
  if (known.needsOwner) return { step: 'account' };
  if (!known.signedIn) return { step: 'login' };
  const begun = known.brands.find((brand) => brand.id === remembered.brandId);
  if (begun) return { step: 'source' };
  const first = known.brands[0];
  return first && !restarted ? { step: 'inbox', brandId: first.id } : { step: 'brand' };
}

export function recall(storage: Pick<Storage, 'getItem'>): Remembered {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    if (typeof found !== 'object' || found === null) return nothingRemembered();
    const { brandId, brandName, source } = found as Record<string, unknown>;
    return {
      brandId: typeof brandId === 'string' ? brandId : null,
      brandName: typeof brandName === 'string' ? brandName : '',
      source: SOURCES.find((known) => known === source) ?? null,
    };
  } catch {
    return nothingRemembered();
  }
}

/** Storage may be full or forbidden: then the wizard forgets, and works. */
export function remember(storage: Pick<Storage, 'setItem'>, remembered: Remembered): void {
  try {
    storage.setItem(KEY, JSON.stringify(remembered));
  } catch {
    return;
  }
}

export function forget(storage: Pick<Storage, 'removeItem'>): void {
  try {
    storage.removeItem(KEY);
  } catch {
    return;
  }
}
