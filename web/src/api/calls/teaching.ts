// What a brand taught: what came of it, its own words, trying it out, and history assessed again.
import type { CorrectionRow, Page, Reassessment, Teaching, Tried, WordEffect, WordRule } from '../types';
import { API_ROOT, at, del, get, patch, post, request } from '../client';

type Items<T> = { items: T[] };

export const readTeaching = (brand: string) => get<Teaching>(at`/brands/${brand}/teaching`);
/** Nothing of it is kept. */
export const tryOut = (brand: string, text: string, signal?: AbortSignal) => request<Tried>('POST', at`/brands/${brand}/triage`, { body: { text }, signal });

export const listCorrections = (brand: string, limit: number, after?: string) => get<Page<CorrectionRow>>(at`/brands/${brand}/corrections`, { after, limit });
/** An address to download from: one lesson a line. */
export const lessonsAddress = (brand: string) => API_ROOT + at`/brands/${brand}/corrections/export`;

export const listWordRules = (brand: string) => get<Items<WordRule>>(at`/brands/${brand}/word-rules`);
export const addWordRule = (brand: string, rule: { phrase: string; effect: WordEffect }) => post<WordRule>(at`/brands/${brand}/word-rules`, rule);
export const changeWordRule = (brand: string, id: string, change: { effect: WordEffect }) => patch<WordRule>(at`/brands/${brand}/word-rules/${id}`, change);
export const removeWordRule = (brand: string, id: string) => del(at`/brands/${brand}/word-rules/${id}`);

export const listReassessments = (brand: string) => get<Items<Reassessment>>(at`/brands/${brand}/reassessments`);
export const startReassessment = (brand: string) => post<Reassessment>(at`/brands/${brand}/reassessments`);
export const stopReassessment = (brand: string, id: string) => post<Reassessment>(at`/brands/${brand}/reassessments/${id}/stop`);
