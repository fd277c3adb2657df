// What the reader has in hand: the brand that is alive, the list, the open case, and which overlays are shown. Actions, keys and menus
// read this one place.
import type { CaseRow } from '../api/types';
import type { OpenCase } from '../case/case.svelte';
import type { Inbox } from '../inbox/inbox.svelte';
import type { BrandLive } from '../live/brand.svelte';
import { session } from '../state/session.svelte';
import type { Role } from '../api/types';

class Desk {
  live = $state.raw<BrandLive | null>(null);
  inbox = $state.raw<Inbox | null>(null);
  openCase = $state.raw<OpenCase | null>(null);

  helpOpen = $state(false);
  paletteOpen = $state(false);
  /** The panel beside the case, on screens too narrow to show it always. */
  detailsOpen = $state(false);
  snoozeOpen = $state(false);
  assignOpen = $state(false);
  /** Somebody says what the case, or the selected ones, really are. */
  correctOpen = $state(false);
  filtersOpen = $state(false);
  /** Somebody brings in a post by hand. */
  pasteOpen = $state(false);
  /** Who should take the focus; it does as soon as it is on the screen, and takes the wish away. */
  focus = $state<'reply' | 'note' | 'search' | 'list' | null>(null);

  /** The case that an action is about: the open one, else the active row. */
  subject = $derived.by<CaseRow | null>(() => {
    if (this.openCase) return this.openCase.row;
    return this.inbox?.rows[this.inbox.activeIndex] ?? null;
  });

  // What was taken in hand last. While a component is torn down its states read as they were before, so a state cannot answer whether
  // somebody else has taken over meanwhile.
  #held: { live: BrandLive | null; inbox: Inbox | null; openCase: OpenCase | null } = { live: null, inbox: null, openCase: null };

  take<Name extends 'live' | 'inbox' | 'openCase'>(name: Name, thing: NonNullable<Desk[Name]>) {
    Object.assign(this.#held, { [name]: thing });
    Object.assign(this, { [name]: thing });
  }

  /** Lets go of a thing, unless another has taken its place. */
  drop<Name extends 'live' | 'inbox' | 'openCase'>(name: Name, thing: NonNullable<Desk[Name]>) {
    if (this.#held[name] !== thing) return;
    Object.assign(this.#held, { [name]: null });
    Object.assign(this, { [name]: null });
  }

  /** For an effect of the one that can take the focus. */
  takeFocus(wanted: 'reply' | 'note' | 'search' | 'list', element: HTMLElement | null): boolean {
    if (this.focus !== wanted || !element) return false;
    this.focus = null;
    element.focus({ preventScroll: wanted === 'list' });
    return true;
  }

  may(role: Role): boolean {
    return session.may(this.live?.brandId, role);
  }

  get modalOpen(): boolean {
    return document.querySelector('dialog[open], [popover]:popover-open') !== null;
  }
}

export const desk = new Desk();
