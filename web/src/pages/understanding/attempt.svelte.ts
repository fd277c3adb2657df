// A sentence that somebody tries: asked about after a pause, and a newer question ends an older one.
import { tryOut } from '../../api/calls/teaching';
import type { Tried } from '../../api/types';

export const TEXT_CHARS_MAX = 5000;
const PAUSE_MS = 300;

export class Attempt {
  text = $state('');
  /** An input method composes: half a syllable is no sentence. */
  composing = $state(false);
  /** What came of it, with the text that it is about. */
  tried = $state.raw<(Tried & { text: string }) | null>(null);
  busy = $state(false);
  failure = $state.raw<unknown>(null);

  readonly isBlank = $derived(this.text.trim() === '');
  readonly tooMany = $derived(Math.max(0, [...this.text].length - TEXT_CHARS_MAX));

  constructor(readonly brand: string) {}

  /** For an effect: asks about what is written now; the answer takes the question back. */
  ask(): (() => void) | undefined {
    if (this.composing) return undefined;
    if (this.isBlank || this.tooMany > 0) {
      this.tried = null;
      this.busy = false;
      this.failure = null;
      return undefined;
    }
    const { text } = this;
    this.busy = true;
    const aborter = new AbortController();
    const timer = setTimeout(() => void this.#ask(text, aborter.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }

  async #ask(text: string, signal: AbortSignal) {
    try {
      const tried = await tryOut(this.brand, text, signal);
      if (!signal.aborted) [this.tried, this.failure] = [{ ...tried, text }, null];
    } catch (cause) {
      if (!signal.aborted) this.failure = cause;
    } finally {
      if (!signal.aborted) this.busy = false;
    }
  }
}
