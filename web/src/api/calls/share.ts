// How much is said of us and of our competitors.
import { at, get } from '../client';

export interface Voice {
  id: string;
  name: string;
  side: 'own' | 'competitor';
  total: number;
  /** One number for each of `days`. */
  by_day: number[];
  by_language: Record<string, number>;
}

export interface ShareOfVoice {
  /** `YYYY-MM-DD` by the brand's clock, oldest first. */
  days: string[];
  monitors: Voice[];
}

export const readShareOfVoice = (brand: string, days: number) => get<ShareOfVoice>(at`/brands/${brand}/share-of-voice`, { days });
