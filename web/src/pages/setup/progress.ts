// Where the wizard stands. The server knows the truth (is there an owner, is there a brand?); this tab remembers only which brand it is
// setting up, and the address says which source is being filled in. So a reload continues at the same place, and Back goes one step back.

import { KINDS } from '../channels/kinds';

export const STEPS = ['account', 'brand', 'source'] as const;
export type Step = (typeof STEPS)[number];

export const SOURCES = [...KINDS, 'import', 'sandbox'] as const;
export type SourceChoice = (typeof SOURCES)[number];

export interface Known {
  needsOwner: boolean;
  signedIn: boolean;
  brands: { id: string }[];
}

/** `login`: somebody else has set this installation up already. */
export function stepOf(known: Known, begunBrand: string | null): Step | 'login' {
  if (known.needsOwner) return 'account';
  if (!known.signedIn) return 'login';
  return known.brands.some((brand) => brand.id === begunBrand) ? 'source' : 'brand';
}

export function sourceOf(name: string | null): SourceChoice | null {
  return SOURCES.find((source) => source === name) ?? null;
}

const KEY = 'answerable.setup';

export function recallBrand(storage: Pick<Storage, 'getItem'> | undefined): string | null {
  try {
    return storage?.getItem(KEY) || null;
  } catch {
    return null;
  }
}

/** Storage may be full or forbidden: then the wizard forgets, and works. */
export function rememberBrand(storage: Pick<Storage, 'setItem'> | undefined, brandId: string): void {
  try {
    storage?.setItem(KEY, brandId);
  } catch {
    return;
  }
}
