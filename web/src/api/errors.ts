// What a failure means, in the reader's language.
import { tCode } from '../i18n';
import { ApiError } from './client';

export function describeError(cause: unknown): string {
  if (cause instanceof ApiError) return tCode('errors', cause.code, { status: cause.status, incident: '–', ...cause.params });
  return tCode('errors', 'unexpected', { status: cause instanceof Error ? cause.name : '–' });
}

/** The codes of `invalid` answers by field, for forms. */
export function fieldCodes(cause: unknown): Record<string, string> {
  if (!(cause instanceof ApiError) || !Array.isArray(cause.params['fields'])) return {};
  const codes: Record<string, string> = {};
  for (const entry of cause.params['fields'] as { field?: string; code?: string }[]) if (entry.field) codes[entry.field] ??= entry.code ?? 'invalid';
  return codes;
}

export const hasCode = (cause: unknown, code: string): cause is ApiError => cause instanceof ApiError && cause.code === code;
