// What a person does to a case. Each shows at once, says so, and offers the way back.
import * as calls from '../api/calls/inbox';
import type { CaseRow } from '../api/types';
import { desk } from '../desk/desk.svelte';
import { authorName } from '../inbox/names';
import { t, weekday } from '../i18n';
import { toasts } from '../ui/toasts.svelte';

async function change(row: CaseRow, call: (brandId: string) => Promise<CaseRow>, said?: string, back?: () => Promise<void>) {
  const { live, inbox, openCase } = desk;
  if (!live || !inbox) return;
  try {
    const changed = await call(live.brandId);
    if (openCase?.id === row.id) openCase.changed(changed);
    else inbox.changed(changed);
    if (said) toasts.success(said, back && { label: t('common.undo'), run: () => void back() });
  } catch (cause) {
    toasts.error(cause);
  }
}

export function closeCase(row: CaseRow): Promise<void> {
  return change(row, (brand) => calls.closeCase(brand, row.id), t('case.closedToast', { author: authorName(row.author) }), () => reopenCase(row));
}

export function reopenCase(row: CaseRow): Promise<void> {
  return change(row, (brand) => calls.reopenCase(brand, row.id), t('case.reopenedToast', { author: authorName(row.author) }));
}

export function snoozeCase(row: CaseRow, until: number): Promise<void> {
  const said = t('case.snoozedToast', { time: weekday(until) });
  return change(row, (brand) => calls.snoozeCase(brand, row.id, until), said, () => reopenCase(row));
}

export function assignCase(row: CaseRow, person: { id: string; name: string } | null): Promise<void> {
  const said = person ? t('case.assignedToast', { name: person.name }) : t('case.unassignedToast');
  const before = row.assignee;
  return change(row, (brand) => calls.assignCase(brand, row.id, person?.id ?? null), said, () => assignCase(row, before));
}
