// Monitors, what they would find, and what people silenced.
import type { Asked, LiveVariants, Monitor, MonitorChange, Mute, NewMute, Preview, Reading, Spelling, TermVariants, VariantChoice } from '../../pages/monitors/types';
import { at, del, get, patch, post, request } from '../client';

type Items<T> = { items: T[] };
const ask = <T>(path: string, body: unknown, signal?: AbortSignal) => request<T>('POST', path, { body, signal });

export const listMonitors = (brand: string) => get<Items<Monitor>>(at`/brands/${brand}/monitors`);
export const addMonitor = (brand: string, monitor: MonitorChange & { name: string }) => post<Monitor>(at`/brands/${brand}/monitors`, monitor);
export const changeMonitor = (brand: string, id: string, change: MonitorChange) => patch<Monitor>(at`/brands/${brand}/monitors/${id}`, change);
export const removeMonitor = (brand: string, id: string) => del(at`/brands/${brand}/monitors/${id}`);
export const readSkipped = (brand: string, id: string) => post<{ count: number }>(at`/brands/${brand}/monitors/${id}/skipped/read`);
export const liveVariants = (brand: string, id: string) => get<Items<LiveVariants>>(at`/brands/${brand}/monitors/${id}/variants`);

// What the editor asks on every pause; a newer question ends an older one.
export const readQuery = (brand: string, asked: Asked, signal?: AbortSignal) => ask<Reading>(at`/brands/${brand}/monitors/read`, asked, signal);
export const listVariants = (brand: string, asked: Asked, also: Spelling[], signal?: AbortSignal) =>
  ask<Items<TermVariants>>(at`/brands/${brand}/monitors/variants`, { ...asked, also }, signal);
export const previewMonitor = (brand: string, asked: Asked, variants: VariantChoice, days: number, signal?: AbortSignal) =>
  ask<Preview>(at`/brands/${brand}/monitors/preview`, { ...asked, variants, days }, signal);

/** Mentions of the last days by monitor. */
export const countMentions = (brand: string, days: number) => get<{ monitors: { id: string; total: number }[] }>(at`/brands/${brand}/share-of-voice`, { days });

export const listMutes = (brand: string) => get<Items<Mute>>(at`/brands/${brand}/mutes`);
export const addMute = (brand: string, what: NewMute) => post<Mute>(at`/brands/${brand}/mutes`, { what });
export const removeMute = (brand: string, id: string) => del(at`/brands/${brand}/mutes/${id}`);
