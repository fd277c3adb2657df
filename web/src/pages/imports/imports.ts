// What an import shows while it runs: how much is through, how fast, how long still; and what a chosen file is before it is sent.

import type { FieldCode } from '../forms/validate';

export type ImportState = 'receiving' | 'running' | 'done' | 'failed' | 'interrupted';
export type ImportFormat = 'jsonl' | 'csv';

export interface Import {
  id: string;
  name: string;
  format: ImportFormat;
  state: ImportState;
  bytes_total: number;
  bytes_done: number;
  lines_ok: number;
  lines_bad: number;
  created_at: number;
  finished_at: number | null;
  /** Why it failed: a code. */
  failure?: string | null;
}

export interface ImportError {
  line: number;
  code: string;
  detail: string;
  text: string;
}

export const FILE_BYTES_MAX = 200 * 1024 * 1024;

export interface ChosenFile {
  name: string;
  size: number;
}

export type FileProblem = Extract<FieldCode, 'required'> | 'empty_file' | 'too_large_file' | 'unknown_format';

/** By its name, as people know their files; `null`: the person has to say. */
export function formatOf(name: string): ImportFormat | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name.trim())?.[1]?.toLowerCase();
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  return ending === 'jsonl' || ending === 'ndjson' || ending === 'json' ? 'jsonl' : null;
}

export function fileProblem(file: ChosenFile | null): FileProblem | null {
  if (file === null) return 'required';
  if (file.size === 0) return 'empty_file';
  if (file.size > FILE_BYTES_MAX) return 'too_large_file';
  return formatOf(file.name) === null ? 'unknown_format' : null;
}

/** Whole percent, never 100 before it is done, so that nobody believes a bar that stands still at the end. */
export function percent(done: number, total: number, finished: boolean): number {
  if (finished) return 100;
  if (total <= 0) return 0;
  return Math.min(99, Math.max(0, Math.floor((done / total) * 100)));
}

export const isFinal = (state: ImportState) => state === 'done' || state === 'failed' || state === 'interrupted';
export const isActive = (state: ImportState) => !isFinal(state);
export const canResume = (state: ImportState) => state === 'interrupted' || state === 'failed';

export function importPercent(item: Import): number {
  return percent(item.bytes_done, item.bytes_total, item.state === 'done');
}

export interface Sample {
  at: number;
  done: number;
}

const SAMPLES_MAX = 12;

/** The last few measurements; a step back (a resumed import) begins anew. */
export function remember(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.done < last.done) return [sample];
  return [...samples, sample].slice(-SAMPLES_MAX);
}

/** How long it will still take at the recent pace; null while that is a guess. */
export function remainingMs(samples: readonly Sample[], total: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 1000 || last.done <= first.done) return null;
  return Math.max(0, Math.round(((total - last.done) * (last.at - first.at)) / (last.done - first.done)));
}

export interface Size {
  unit: 'byte' | 'kilobyte' | 'megabyte';
  value: number;
}

export function size(bytes: number): Size {
  if (bytes < 1000) return { unit: 'byte', value: bytes };
  if (bytes < 1_000_000) return { unit: 'kilobyte', value: Math.round(bytes / 1000) };
  return { unit: 'megabyte', value: Math.round(bytes / 100_000) / 10 };
}
