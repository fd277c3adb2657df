// Codes to words, for everything that stands beside a field.
import { type Key, tCode } from '../../i18n';
import { NAME_CHARS_MAX, PASSWORD_CHARS_MIN, type FieldCode } from './validate';
import type { FileProblem } from '../imports/imports';

const USUAL = { least: PASSWORD_CHARS_MIN, most: NAME_CHARS_MAX, scheme: 'https://' };

export function fieldError(code: FieldCode | FileProblem | null | undefined, params: { least?: number; most?: number; scheme?: string } = {}): string | null {
  return code ? tCode('forms', `error_${code}`, { ...USUAL, ...params }) : null;
}

/** The words for a code of an open set, or those for the ones that this version does not know. */
export function wordsFor(area: 'channels' | 'imports' | 'quarantine', prefix: string, code: string, otherwise: Key): string {
  const words = tCode(area, prefix + code);
  return words === prefix + code ? tCode(area, otherwise.slice(area.length + 1)) : words;
}
