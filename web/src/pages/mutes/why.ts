// Why a post is here, as lines: each monitor with the words that it found, a spelling and its reason where there is one.
import { t } from '../../i18n';
import type { HitSpan, Mention, Spelling } from '../monitors/types';
import { distinctSpans } from '../monitors/matched';
import { withParticles } from '../monitors/particles';
import { sentence } from '../monitors/reasons';

export interface Because {
  monitorId: string;
  spans: HitSpan[];
}

export function becauseOf(mentions: readonly Mention[]): Because[] {
  return mentions.flatMap(({ monitor_id, spans }) => (monitor_id === null ? [] : [{ monitorId: monitor_id, spans: distinctSpans(spans) }]));
}

export function explain({ term, variant, reason }: HitSpan): string {
  if (variant === null) return withParticles(t('mutes.becauseTerm', { term }));
  return withParticles(t('mutes.becauseVariant', { term, variant, reason: reason === null ? '' : sentence(reason, variant) }));
}

/** The spellings that can be silenced, with their monitor. */
export function spellingsOf(because: readonly Because[]): { monitorId: string; spelling: Spelling }[] {
  return because.flatMap(({ monitorId, spans }) =>
    spans.flatMap(({ term, variant }) => (variant === null ? [] : [{ monitorId, spelling: { term, text: variant } }])),
  );
}
