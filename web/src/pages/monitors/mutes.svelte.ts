// The spellings of one monitor that somebody muted as noise, for the list of its spellings.
import { listMutes, removeMute } from '../../api/calls/monitors';
import { t } from '../../i18n';
import { toasts } from '../../ui/toasts.svelte';
import type { Mute, Spelling } from './types';

export class VariantMutes {
  list = $state.raw<Mute[]>([]);

  constructor(
    readonly brand: string,
    readonly monitor: string | null,
  ) {}

  async read() {
    if (this.monitor === null) return;
    // Decoration, as the counts are: the list of spellings stands without it.
    this.list = await listMutes(this.brand).then(
      ({ items }) => items,
      () => this.list,
    );
  }

  of(spelling: Spelling): Mute | null {
    return this.list.find(({ what }) => what.is === 'variant' && what.monitor_id === this.monitor && what.spelling.term === spelling.term && what.spelling.text === spelling.text) ?? null;
  }

  async lift(mute: Mute) {
    try {
      await removeMute(this.brand, mute.id);
      this.list = this.list.filter(({ id }) => id !== mute.id);
      toasts.success(t('mutes.lifted'));
    } catch (cause) {
      toasts.error(cause);
    }
  }
}
