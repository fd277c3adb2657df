// How the wizard ends: always in an inbox, with a word about what happens there.
import { addSandbox } from '../../api/calls/people';
import { t } from '../../i18n';
import { router } from '../../router.svelte';
import { link } from '../../routes';
import { session } from '../../state/session.svelte';
import { toasts } from '../../ui/toasts.svelte';

export async function openInbox(brandId: string, said: string | null): Promise<void> {
  await session.refresh();
  router.go(link.brand(brandId), { replace: true });
  if (said) toasts.success(said);
}

export async function openSandbox(): Promise<void> {
  const brand = await addSandbox();
  await openInbox(brand.id, t('setup.doneSandbox'));
}
