// Why posts are said to be what they are, and what people of the brand say that they are instead.
import { at, get, post, request } from '../client';
import type { Correction, Reasons, Verdict } from '../types';

export const readReasons = (brand: string, postId: string) => get<{ model: string; reasons: Reasons }>(at`/brands/${brand}/posts/${postId}/reasons`);

/** Posts, or the last customer posts of cases; at most 100. */
export type About = { post_ids: string[] } | { case_ids: string[] };

type Made = { corrections: Correction[] };

export const correct = async (brand: string, about: About, verdict: Verdict) =>
  (await post<Made>(at`/brands/${brand}/corrections`, { ...about, verdict })).corrections;
/** Says that all of it is right as it is. */
export const confirm = async (brand: string, about: About) => (await post<Made>(at`/brands/${brand}/corrections`, { ...about, confirm: true })).corrections;
export const undoCorrection = (brand: string, id: string) => request<Correction>('DELETE', at`/brands/${brand}/corrections/${id}`);
