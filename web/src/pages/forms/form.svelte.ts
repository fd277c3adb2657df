// One form: its values, what is wrong with them, and the one submission under way. A second press does nothing; after a refusal the
// focus goes to the first field that has to change.
import { tick, untrack } from 'svelte';
import { ApiError } from '../../api/client';
import { check, type FieldErrors, fromServer, type Rule } from './validate';

export class Form<Field extends string> {
  values: Record<Field, string>;
  errors = $state.raw<FieldErrors<Field>>({});
  busy = $state(false);
  /** What went wrong besides single fields. */
  failure = $state.raw<unknown>(null);
  readonly #rules: Partial<Record<Field, Rule>>;

  constructor(initial: Record<Field, string>, rules: Partial<Record<Field, Rule>>) {
    this.values = $state({ ...initial });
    this.#rules = rules;
  }

  /** For `oninput`: a complaint about what was there before helps nobody. */
  touched(field: Field) {
    if (this.errors[field] === undefined) return;
    const { [field]: _, ...others } = this.errors;
    this.errors = others as FieldErrors<Field>;
  }

  async submit(event: Event, send: () => Promise<void>) {
    event.preventDefault();
    if (this.busy) return;
    const form = event.currentTarget as HTMLElement;
    this.failure = null;
    this.errors = check(this.values, this.#rules);
    if (Object.keys(this.errors).length === 0) await this.#send(send);
    await focusFirstError(form);
  }

  async #send(send: () => Promise<void>) {
    this.busy = true;
    try {
      await send();
    } catch (cause) {
      this.#take(cause);
    } finally {
      this.busy = false;
    }
  }

  #take(cause: unknown) {
    const errors = cause instanceof ApiError ? fromServer(cause.params, Object.keys(this.values) as Field[]) : {};
    if (Object.keys(errors).length > 0) this.errors = errors;
    else this.failure = cause;
  }
}

/** One action of a button: not twice at once, and its failure is kept to be shown. */
export class Task {
  busy = $state(false);
  failure = $state.raw<unknown>(null);

  /** True when it was done. What it reads is nobody's dependency: an effect that starts it does not start it again. */
  run(work: () => Promise<void>): Promise<boolean> {
    return untrack(() => this.#run(work));
  }

  async #run(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (cause) {
      this.failure = cause;
      return false;
    } finally {
      this.busy = false;
    }
  }
}

export async function focusFirstError(form: HTMLElement): Promise<void> {
  await tick();
  const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  wrong?.closest('details')?.setAttribute('open', '');
  wrong?.focus();
}
