// What posts are, why, and what people of the brand say that they are instead.
import { API_ROOT, at, del, get, patch, post, request } from '../client';
import type { Correction, CorrectionRow, Page, Reasons, Reassessment, Teaching, Tried, Verdict, WordEffect, WordRule } from '../types';

export const readReasons = (brand: string, postId: string) => get<{ model: string; reasons: Reasons }>(at`/brands/${brand}/posts/${postId}/reasons`);

/** Posts, or the last customer posts of cases; at most 100. */
export type About = { post_ids: string[] } | { case_ids: string[] };

export const correct = async (brand: string, about: About, verdict: Verdict) =>
  (await post<{ corrections: Correction[] }>(at`/brands/${brand}/corrections`, { ...about, verdict })).corrections;
/** Says that all of it is right as it is. */
export const confirm = async (brand: string, about: About) =>
  (await post<{ corrections: Correction[] }>(at`/brands/${brand}/corrections`, { ...about, confirm: true })).corrections;
export const undoCorrection = (brand: string, id: string) => request<Correction>('DELETE', at`/brands/${brand}/corrections/${id}`);
export const listCorrections = (brand: string, after?: string, limit = 50) => get<Page<CorrectionRow>>(at`/brands/${brand}/corrections`, { after, limit });
/** An address to download from: one lesson a line. */
export const lessonsAddress = (brand: string) => API_ROOT + at`/brands/${brand}/corrections/export`;

export const readTeaching = (brand: string) => get<Teaching>(at`/brands/${brand}/teaching`);

export const listWordRules = (brand: string) => get<{ items: WordRule[] }>(at`/brands/${brand}/word-rules`);
export const addWordRule = (brand: string, rule: { phrase: string; effect: WordEffect }) => post<WordRule>(at`/brands/${brand}/word-rules`, rule);
export const changeWordRule = (brand: string, id: string, change: { phrase?: string; effect?: WordEffect }) =>
  patch<WordRule>(at`/brands/${brand}/word-rules/${id}`, change);
export const removeWordRule = (brand: string, id: string) => del(at`/brands/${brand}/word-rules/${id}`);

export const startReassessment = (brand: string) => post<Reassessment>(at`/brands/${brand}/reassessments`);
export const listReassessments = (brand: string) => get<{ items: Reassessment[] }>(at`/brands/${brand}/reassessments`);
export const stopReassessment = (brand: string, id: string) => post<Reassessment>(at`/brands/${brand}/reassessments/${id}/stop`);

/** Tries a sentence; nothing is kept. */
export const triage = (brand: string, text: string) => post<Tried>(at`/brands/${brand}/triage`, { text });
