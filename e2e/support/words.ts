// What stands on the screen, from the product's own dictionaries: a test that changes its wording with the product still finds its way,
// and the same test runs in three languages.
import en from '../../web/src/i18n/en';
import enPages from '../../web/src/i18n/en/pages';
import ja from '../../web/src/i18n/ja';
import jaPages from '../../web/src/i18n/ja/pages';
import ko from '../../web/src/i18n/ko';
import koPages from '../../web/src/i18n/ko/pages';

export const words = { en: { ...en, ...enPages }, ko: { ...ko, ...koPages }, ja: { ...ja, ...jaPages } };
export type Locale = keyof typeof words;
export const locales = Object.keys(words) as Locale[];

/** A sentence with its places filled in. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
