// A monitor while somebody writes it: its two faces, what the server says to the one that is shown, what it would have found. Questions
// wait for a pause, a newer one ends an older one, and none is asked while an input method composes.
import { ApiError } from '../../api/client';
import { listVariants, liveVariants, previewMonitor, readQuery } from '../../api/calls/monitors';
import { emptyBoxes, isBlank, wholeNumber } from './boxes';
import { noChoice, pruned } from './choice';
import type { Asked, Boxes, Budget, LiveVariants, Monitor, MonitorChange, Preview, Problem, Reading, Side, TermVariants, VariantChoice } from './types';

const PAUSE_MS = 300;
const BUDGET_MAX = 1_000_000;
export const DAYS = [7, 30, 90] as const;
export type Face = 'boxes' | 'query';

export class Draft {
  name = $state('');
  face = $state<Face>('boxes');
  boxes = $state<Boxes>(emptyBoxes());
  query = $state('');
  choice = $state.raw<VariantChoice>(noChoice());
  side = $state<Side>('own');
  perHour = $state('');
  perDay = $state('');
  days = $state<number>(30);
  composing = $state(false);

  reading = $state.raw<Reading | null>(null);
  variants = $state.raw<TermVariants[]>([]);
  preview = $state.raw<Preview | null>(null);
  live = $state.raw<LiveVariants[]>([]);
  busy = $state(false);
  failed = $state(false);
  /** The other face was wanted and cannot be had. */
  stuck = $state(false);

  readonly isBlank = $derived(this.face === 'boxes' ? isBlank(this.boxes) : this.query.trim() === '');
  readonly problems = $derived<Problem[]>(this.reading?.problems ?? []);
  readonly notBoxes = $derived(this.face === 'query' && !this.isBlank && this.problems.length === 0 ? (this.reading?.not_boxes ?? null) : null);
  readonly budget = $derived<Budget | null>(budgetOf(this.perHour, this.perDay));
  /** The text that the problems are about: while it changes, their places would lie. */
  judged = $state.raw('');
  /** What was read last, to know whether an answer is about what is shown. */
  #read = '';

  constructor(
    readonly brand: string,
    readonly monitor: Monitor | null,
  ) {
    if (monitor) this.#take(monitor);
  }

  #take({ name, boxes, query, variants, side, budget }: Monitor) {
    this.name = name;
    this.face = boxes ? 'boxes' : 'query';
    this.boxes = structuredClone(boxes ?? emptyBoxes());
    this.query = query;
    this.choice = variants;
    this.side = side;
    this.perHour = budget.per_hour?.toString() ?? '';
    this.perDay = budget.per_day?.toString() ?? '';
  }

  /** The face that is shown, as it is sent. */
  asked(): Asked {
    return this.face === 'boxes' ? { boxes: $state.snapshot(this.boxes) as Boxes } : { query: this.query };
  }

  change(): MonitorChange & { name: string } {
    const terms = this.reading?.terms.map(({ text }) => text);
    const variants = terms ? pruned(this.choice, terms) : this.choice;
    return { name: this.name.trim(), ...this.asked(), variants, side: this.side, budget: this.budget ?? { per_hour: null, per_day: null } };
  }

  /** For an effect: asks after a pause about what is written now; the answer takes the question back. */
  ask(): (() => void) | undefined {
    if (this.composing) return undefined;
    const [asked, choice, days] = [this.asked(), this.choice, this.days];
    if (this.isBlank) {
      this.#forget();
      return undefined;
    }
    this.busy = true;
    const aborter = new AbortController();
    const timer = setTimeout(() => void this.#ask(asked, choice, days, aborter.signal), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }

  async #ask(asked: Asked, choice: VariantChoice, days: number, signal: AbortSignal) {
    try {
      await this.#readNow(asked, signal);
      if (this.problems.length > 0) {
        this.preview = null;
        this.variants = [];
      } else {
        const wantsVariants = this.reading?.terms.some((term) => term.variants) ?? false;
        const [variants, preview] = await Promise.all([
          wantsVariants ? listVariants(this.brand, asked, choice.also, signal) : { items: [] },
          previewMonitor(this.brand, asked, choice, days, signal),
        ]);
        if (signal.aborted) return;
        this.variants = distinct(variants.items);
        this.preview = preview;
      }
      this.failed = false;
    } catch (cause) {
      if (signal.aborted) return;
      this.preview = null;
      this.failed = !this.refused(cause);
    }
    this.busy = false;
  }

  async #readNow(asked: Asked, signal?: AbortSignal) {
    const reading = await readQuery(this.brand, asked, signal);
    if (signal?.aborted) return;
    this.#read = JSON.stringify(asked);
    this.judged = 'query' in asked ? asked.query : '';
    this.reading = reading;
  }

  #forget() {
    this.reading = null;
    this.preview = null;
    this.variants = [];
    this.busy = false;
    this.failed = false;
    this.stuck = false;
    this.#read = '';
  }

  /** Shows the other face of the same query; stays, and says so, where it has none. */
  async show(face: Face) {
    if (face === this.face) return;
    this.stuck = false;
    if (this.isBlank) {
      this.face = face;
      return;
    }
    const asked = this.asked();
    try {
      if (this.#read !== JSON.stringify(asked)) await this.#readNow(asked);
    } catch {
      this.failed = true;
      return;
    }
    const reading = this.reading;
    if (face === 'query' && typeof reading?.query === 'string') this.query = reading.query;
    else if (face === 'boxes' && reading?.boxes) this.boxes = structuredClone(reading.boxes);
    else {
      this.stuck = true;
      return;
    }
    this.face = face;
  }

  /** Takes over what the server complains of; false when it complains of something else than the query. */
  refused(cause: unknown): boolean {
    const problems = cause instanceof ApiError ? (cause.params['problems'] as Problem[] | undefined) : undefined;
    if (!Array.isArray(problems) || problems.length === 0) return false;
    this.reading = { query: null, boxes: null, not_boxes: null, terms: [], ...this.reading, problems };
    return true;
  }

  /** What the spellings have brought since the monitor was saved. */
  async readLive() {
    if (!this.monitor) return;
    // It decorates the list of spellings; without it the list still says everything else.
    this.live = await liveVariants(this.brand, this.monitor.id).then(
      ({ items }) => items,
      () => this.live,
    );
  }
}

/** A term that stands in a query twice has one list of spellings. */
export function distinct(variants: readonly TermVariants[]): TermVariants[] {
  return variants.filter(({ term }, index) => variants.findIndex((other) => other.term === term) === index);
}

/** Null when one of the two is no number. */
export function budgetOf(perHour: string, perDay: string): Budget | null {
  const [per_hour, per_day] = [wholeNumber(perHour), wholeNumber(perDay)];
  if (per_hour === undefined || per_day === undefined) return null;
  return [per_hour, per_day].every((most) => most === null || (most > 0 && most <= BUDGET_MAX)) ? { per_hour, per_day } : null;
}
