// What a form may hold, as codes. A field's rules answer with the first thing that is wrong with it, or null; the words for each
// code are in i18n. The server judges again and answers with the same shape, so both kinds of complaint end up beside the field.

export type FieldCode =
  | 'required'
  | 'email'
  | 'too_short'
  | 'too_long'
  | 'not_url'
  | 'not_handle'
  | 'not_number'
  | 'out_of_range'
  | 'not_date'
  | 'span_order'
  | 'span_overlap'
  | 'no_open_day'
  | 'not_time_zone'
  | 'no_terms'
  | 'too_many'
  | 'same_password'
  | 'wrong_password'
  | 'taken'
  | 'invalid';

export type FieldErrors<Field extends string = string> = Partial<Record<Field, FieldCode>>;
export type Rule = (value: string) => FieldCode | null;

/** The server counts the same way: characters, not bytes. */
export const PASSWORD_CHARS_MIN = 10;
export const PASSWORD_CHARS_MAX = 256;
export const NAME_CHARS_MAX = 80;
export const SIGNATURE_CHARS_MAX = 40;

const characters = (value: string) => [...value].length;

export const required: Rule = (value) => (value.trim() === '' ? 'required' : null);

/** As the server judges: two halves, no blanks. */
export const email: Rule = (value) => (/^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : 'email');

export const atLeast =
  (least: number): Rule =>
  (value) =>
    characters(value) < least ? 'too_short' : null;

export const atMost =
  (most: number): Rule =>
  (value) =>
    characters(value) > most ? 'too_long' : null;

export const wholeNumber =
  (least: number, most: number): Rule =>
  (value) => {
    const text = value.trim();
    if (!/^\d{1,9}$/.test(text)) return 'not_number';
    const number = Number(text);
    return number < least || number > most ? 'out_of_range' : null;
  };

const urlWith =
  (schemes: readonly string[]): Rule =>
  (value) => {
    if (!URL.canParse(value.trim())) return 'not_url';
    const url = new URL(value.trim());
    return schemes.includes(url.protocol) && url.hostname !== '' ? null : 'not_url';
  };

export const webAddress = urlWith(['http:', 'https:']);
export const streamAddress = urlWith(['ws:', 'wss:']);

/** A handle (`acme.bsky.social`, with or without `@`), a DID, or the account's e-mail address: all three can sign in. */
export const blueskyIdentifier: Rule = (value) => {
  const text = tidyHandle(value);
  if (/^did:[a-z]+:\S+$/.test(text)) return null;
  if (email(text) === null) return null;
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/i.test(text) ? null : 'not_handle';
};

/** People paste handles with an `@` and with invisible direction marks around them. */
export function tidyHandle(value: string): string {
  return value.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "").trim().replace(/^@/, "");
}

/** Empty is fine; anything else has to pass. */
export const optional =
  (rule: Rule): Rule =>
  (value) =>
    value.trim() === '' ? null : rule(value);

export const all =
  (...rules: Rule[]): Rule =>
  (value) => {
    for (const rule of rules) {
      const code = rule(value);
      if (code) return code;
    }
    return null;
  };

export const personName = all(required, atMost(NAME_CHARS_MAX));
export const emailAddress = all(required, email);
export const newPassword = all(required, atLeast(PASSWORD_CHARS_MIN), atMost(PASSWORD_CHARS_MAX));

/** Checks each field by its rule, in the order of `rules`, which is the order on the screen. */
export function check<Field extends string>(values: Record<Field, string>, rules: Partial<Record<Field, Rule>>): FieldErrors<Field> {
  const errors: FieldErrors<Field> = {};
  for (const field of Object.keys(rules) as Field[]) {
    const code = rules[field]?.(values[field]);
    if (code) errors[field] = code;
  }
  return errors;
}

export function firstError<Field extends string>(errors: FieldErrors<Field>, order: readonly Field[]): Field | null {
  return order.find((field) => errors[field] !== undefined) ?? null;
}

const CODES: ReadonlySet<string> = new Set<FieldCode>([
  'required', 'email', 'too_short', 'too_long', 'not_url', 'not_handle', 'not_number', 'out_of_range', 'not_date', 'span_order', 'span_overlap',
  'no_open_day', 'not_time_zone', 'no_terms', 'too_many', 'same_password', 'wrong_password', 'taken', 'invalid',
]);

/** What the server calls the same things. */
const SYNONYMS: ReadonlyMap<string, FieldCode> = new Map<string, FieldCode>([
  ['empty', 'required'],
  ['not_an_email', 'email'],
  ['unknown_time_zone', 'not_time_zone'],
  ['not_open_spans', 'span_order'],
  ['not_dates', 'not_date'],
  ['wrong', 'wrong_password'],
  ['bad_url', 'not_url'],
  ['not_an_address', 'not_url'],
  ['query_empty', 'no_terms'],
  ['query_only_none', 'no_terms'],
  ['too_many_terms', 'too_many'],
  ['term_too_long', 'too_long'],
  ['term_blank', 'invalid'],
]);

export function codeOf(serverCode: unknown): FieldCode {
  const code = String(serverCode);
  return CODES.has(code) ? (code as FieldCode) : (SYNONYMS.get(code) ?? 'invalid');
}

/** The fields of a 422 answer that this form has; a code that we have no words for becomes the general one. */
export function fromServer<Field extends string>(params: unknown, fields: readonly Field[]): FieldErrors<Field> {
  const listed = (params as { fields?: unknown } | null | undefined)?.fields;
  const errors: FieldErrors<Field> = {};
  if (!Array.isArray(listed)) return errors;
  for (const entry of listed as { field?: unknown; code?: unknown }[]) {
    const field = fields.find((name) => name === String(entry.field).split('.').at(-1));
    if (field) errors[field] = codeOf(entry.code);
  }
  return errors;
}

export type PasswordStrength = 'short' | 'fair' | 'good';

/** Length decides; variety only lifts a borderline one. Nothing is forbidden, so that a passphrase in any script is welcome. */
export function passwordStrength(value: string): PasswordStrength {
  const length = characters(value);
  if (length < PASSWORD_CHARS_MIN) return 'short';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u, /\p{Lo}/u].filter((kind) => kind.test(value)).length;
  const distinct = new Set(value).size;
  return distinct >= 6 && (length >= 16 || (length >= 12 && kinds >= 2)) ? 'good' : 'fair';
}
