// Why a spelling is looked for, in a sentence. The server says `kind:detail`; a kind that this version does not know is shown as it is.
import { t, tCode } from '../../i18n';
import type { TermVariant } from './types';
import { withParticles } from './particles';

/** What a detail can be: `a→b`, one thing, nothing that a sentence needs, or the language of a keyboard. */
type Form = 'pair' | 'one' | 'plain' | 'layout';

/** The sentences that each kind has. */
const KINDS = {
  jamo: ['pair'],
  jamo_missing: ['one'],
  jamo_doubled: ['one'],
  neighbour_key: ['pair'],
  layout: ['layout'],
  spacing: ['plain'],
  confusion: ['pair'],
  final: ['pair'],
  kana: ['pair'],
  kana_width: ['plain'],
  long_vowel: ['pair', 'one'],
  small_kana: ['pair', 'one'],
  vu: ['pair'],
  voiced: ['pair', 'plain'],
  romaji: ['plain', 'pair'],
  insert: ['one'],
  missing: ['one'],
  swap: ['pair'],
  doubled: ['one'],
  qwerty: ['pair'],
  lookalike: ['pair'],
  diacritics: ['pair'],
  also: ['plain', 'one'],
} as const satisfies Record<string, readonly Form[]>;

const KEYBOARDS = ['ko', 'en', 'ja'];

export type ReasonKind = keyof typeof KINDS;
export const REASON_KINDS = Object.keys(KINDS) as ReasonKind[];

export interface ReasonParts {
  kind: string;
  detail: string;
  from: string;
  to: string;
}

export function partsOf(reason: string): ReasonParts {
  const at = reason.indexOf(':');
  const kind = at < 0 ? reason : reason.slice(0, at);
  const detail = at < 0 ? '' : reason.slice(at + 1);
  const [from = '', to = ''] = detail.includes('→') ? detail.split('→') : [];
  return { kind, detail, from, to };
}

export const isKnown = (kind: string): kind is ReasonKind => Object.hasOwn(KINDS, kind);

export const formsOf = (kind: ReasonKind): readonly Form[] => KINDS[kind];

/** The family's name, for the heading of a group. */
export const kindName = (kind: string) => (isKnown(kind) ? t(`variants.name_${kind}`) : kind);

/** `variant` tells a spelling that people added from the spellings that were made of it. */
export function sentence(reason: string, variant?: string): string {
  const parts = partsOf(reason);
  const { kind, detail } = parts;
  if (!isKnown(kind)) return reason;
  const form = formFor(kind, parts, variant);
  if (form === 'layout') return KEYBOARDS.includes(detail) ? tCode('variants', `layout_${detail}`) : kindName(kind);
  if (form !== null) return withParticles(tCode('variants', `${form}_${kind}`, { ...parts }));
  return detail === '' ? kindName(kind) : t('variants.kindWithDetail', { kind: kindName(kind), detail });
}

function formFor(kind: ReasonKind, { detail, from, to }: ReasonParts, variant: string | undefined): Form | null {
  const forms = formsOf(kind);
  if (kind === 'also') return detail === '' || variant === undefined || variant === detail ? 'plain' : 'one';
  if (forms.includes('layout')) return 'layout';
  if (forms.includes('pair') && from !== '' && to !== '') return 'pair';
  if (forms.includes('one') && detail !== '' && !detail.includes('→')) return 'one';
  return forms.includes('plain') ? 'plain' : null;
}

export interface Group<V extends TermVariant = TermVariant> {
  kind: string;
  spellings: V[];
}

/** By family, in the order of the likeliest member of each. What people added comes first. */
export function grouped<V extends TermVariant>(spellings: readonly V[]): Group<V>[] {
  const groups = new Map<string, V[]>();
  for (const spelling of spellings) {
    const { kind } = partsOf(spelling.reason);
    groups.set(kind, [...(groups.get(kind) ?? []), spelling]);
  }
  const list = [...groups].map(([kind, members]) => ({ kind, spellings: members }));
  return [...list.filter(({ kind }) => kind === 'also'), ...list.filter(({ kind }) => kind !== 'also')];
}
