// Which judgement of which post is explained in the open case, and the words behind it.
import { readReasons } from '../api/calls/understanding';
import type { Moved, Reasons, ThreadItem } from '../api/types';
import { movedOf } from '../assessment/chips';
import { toasts } from '../ui/toasts.svelte';

const NOTHING: readonly Moved[] = [];

export class Explaining {
  /** The chip that was chosen. */
  chosen = $state<string | null>(null);
  reasons = $state.raw<Reasons | null>(null);
  #postId = $state<string | null>(null);

  constructor(readonly brandId: string) {}

  async choose(postId: string, chip: string | null) {
    if (postId !== this.#postId) this.reasons = null;
    this.#postId = postId;
    this.chosen = chip;
    if (chip !== null && this.reasons === null) await this.#read(postId);
  }

  /** Another post is looked at, or the same was judged anew. */
  async refresh(postId: string | null) {
    if (postId !== this.#postId) {
      this.chosen = null;
      this.reasons = null;
      this.#postId = postId;
    } else if (postId !== null && this.chosen !== null) {
      await this.#read(postId);
    } else {
      this.reasons = null;
    }
  }

  /** What to underline in a post of the thread. */
  movedIn(item: ThreadItem): readonly Moved[] {
    return item.post.id === this.#postId ? movedOf(item.assessment, this.reasons, this.chosen) : NOTHING;
  }

  async #read(postId: string) {
    try {
      const { reasons } = await readReasons(this.brandId, postId);
      if (postId === this.#postId) this.reasons = reasons;
    } catch (cause) {
      toasts.error(cause);
    }
  }
}
