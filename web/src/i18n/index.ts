// What people read, in their language. Everything on screen goes through `t` (a known key) or `tCode` (a code from the server).
export { duration, i18n, language, LOCALES, moment, quantity, series, shortQuantity, t, tCode, time, weekday, whole } from './i18n.svelte';
export type { Key } from './i18n.svelte';
