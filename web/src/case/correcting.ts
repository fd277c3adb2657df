// A person says what posts are, or that they are what is said of them. Each can be taken back.
import { confirm, correct, undoCorrection, type About } from '../api/calls/understanding';
import type { Correction, Verdict } from '../api/types';
import { desk } from '../desk/desk.svelte';
import { t } from '../i18n';
import { toasts } from '../ui/toasts.svelte';

/** True when it was taken. */
export async function say(brandId: string, about: About, verdict: Verdict | 'right'): Promise<boolean> {
  try {
    const made = verdict === 'right' ? await confirm(brandId, about) : await correct(brandId, about, verdict);
    const said = verdict === 'right' ? t('labels.confirmedToast') : t('labels.correctedToast', { count: made.length });
    toasts.success(said, { label: t('common.undo'), run: () => void undo(brandId, made) });
    await refresh(brandId);
    return true;
  } catch (cause) {
    toasts.error(cause);
    return false;
  }
}

async function undo(brandId: string, made: readonly Correction[]) {
  try {
    for (const { id } of made) await undoCorrection(brandId, id);
    toasts.success(t('labels.undoneToast'));
  } catch (cause) {
    toasts.error(cause);
  }
  await refresh(brandId);
}

/** Where the reader is by now. */
async function refresh(brandId: string) {
  if (desk.live?.brandId !== brandId) return;
  await desk.openCase?.load();
}
