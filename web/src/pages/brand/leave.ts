// After a brand is gone: to the next brand, or to the wizard when it was the only one.
import { router } from '../../router.svelte';
import { link } from '../../routes';
import type { session } from '../../state/session.svelte';

export async function leaveBrand(who: typeof session, said: string, say: (text: string) => void): Promise<void> {
  await who.refresh();
  router.go(who.homeBrand ? link.home() : link.setup(), { replace: true });
  say(said);
}
