// How much is said of us and of our competitors.
import { at, get } from '../client';
import type { ShareOfVoice } from '../types';

export const readShareOfVoice = (brand: string, days: number) => get<ShareOfVoice>(at`/brands/${brand}/share-of-voice`, { days });
