// Silencing, and taking it back: every mute says what it did and offers the way back.
import { addMute, removeMute } from '../../api/calls/monitors';
import { t } from '../../i18n';
import { toasts } from '../../ui/toasts.svelte';
import type { Mute, NewMute } from '../monitors/types';
import { withParticles } from '../monitors/particles';

export const PHRASE_CHARS_MAX = 100;

/** What a mute says about itself, for a sentence; names are the caller's, who knows them. */
export interface Named {
  author: string;
  monitor: string;
}

export function saidOf(what: NewMute, { author, monitor }: Named): string {
  if (what.is === 'author') return t('mutes.authorMuted', { author });
  if (what.is === 'variant') return t('mutes.spellingMuted', { text: what.spelling.text, monitor });
  return withParticles(t('mutes.phraseMuted', { text: what.text }));
}

/** True when it is done. */
export async function mute(brand: string, what: NewMute, named: Named, changed: (mute: Mute | null) => void = () => {}): Promise<boolean> {
  try {
    const made = await addMute(brand, what);
    changed(made);
    toasts.success(saidOf(what, named), { label: t('common.undo'), run: () => void lift(brand, made, () => changed(null)) });
    return true;
  } catch (cause) {
    toasts.error(cause);
    return false;
  }
}

export async function lift(brand: string, { id }: Pick<Mute, 'id'>, done: () => void, again?: () => void): Promise<void> {
  try {
    await removeMute(brand, id);
    done();
    toasts.success(t('mutes.lifted'), again && { label: t('common.undo'), run: again });
  } catch (cause) {
    toasts.error(cause);
  }
}

/** The same once more, after it was lifted by mistake. */
export function again({ what }: Mute): NewMute {
  if (what.is === 'author') return { is: 'author', author_id: what.author_id };
  return what.is === 'phrase' ? { is: 'phrase', text: what.text } : { is: 'variant', monitor_id: what.monitor_id, spelling: what.spelling };
}

/** What somebody selected, when it can be a phrase. */
export function phraseOf(selected: string): string {
  const tidy = selected.replace(/\s+/gu, ' ').trim();
  return [...tidy].length <= PHRASE_CHARS_MAX ? tidy : '';
}

/** A phrase as a query: quotes within it would end it. */
export const phraseQuery = (text: string) => `"${text.replace(/["“”＂]/gu, ' ').trim()}"`;
