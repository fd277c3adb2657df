// The list of cases on screen: loads pages, applies what the stream brings, remembers where the reader is.
import { listCases } from '../api/calls/inbox';
import type { CaseRow, ChangeEvent } from '../api/types';
import { appendPage, applyEvents, applyOwn, EMPTY_LIST, PAGE_SIZE, reconcile, takeArrived, type ListState, type Watching } from '../live/apply';
import type { BrandLive } from '../live/brand.svelte';
import { clock } from '../state/clock.svelte';
import { askFilter, DEFAULT_FILTER, writeFilter, type Filter } from './filters';

const RECONCILE_MS = 700;
/** As many cases as the server takes at once. */
export const BULK_MAX = 100;

export class Inbox {
  filter = $state.raw<Filter>(DEFAULT_FILTER);
  list = $state.raw<ListState>(EMPTY_LIST);
  loading = $state<'first' | 'more' | null>('first');
  failure = $state.raw<unknown>(null);
  /** The row that the keys act on. */
  activeId = $state<string | null>(null);
  selected = $state.raw<ReadonlySet<string>>(new Set());

  rows = $derived(this.list.rows);
  newCount = $derived([...this.list.arrived.keys()].filter((id) => !this.list.gone.has(id)).length);
  activeIndex = $derived(this.rows.findIndex((row) => row.id === this.activeId));

  #next: string | null = null;
  #load = 0;
  #abort: AbortController | null = null;
  #meanwhile: ChangeEvent[] | null = null;
  #lastIndex = 0;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #unlisten: () => void;

  constructor(readonly live: BrandLive) {
    this.#unlisten = live.listen(
      (events) => this.#heard(events),
      () => void this.load(this.filter),
    );
  }

  stop() {
    this.#unlisten();
    this.#abort?.abort();
    clearTimeout(this.#asking);
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  async show(filter: Filter) {
    if (this.#load > 0 && writeFilter(filter) === writeFilter(this.filter)) return;
    this.selected = new Set();
    await this.load(filter);
  }

  async load(filter: Filter) {
    const load = ++this.#load;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.filter = filter;
    this.loading = 'first';
    this.failure = null;
    this.#meanwhile = [];
    try {
      const page = await listCases(this.live.brandId, { ...askFilter(filter), limit: PAGE_SIZE }, this.#abort.signal);
      if (load !== this.#load) return;
      this.#next = page.next ?? null;
      this.list = { ...EMPTY_LIST, rows: page.items, seq: Number(page.as_of) || 0 };
      this.#apply(this.#meanwhile ?? []);
      this.live.start(page.as_of === undefined ? null : String(page.as_of));
      if (this.activeIndex < 0) this.activeId = null;
    } catch (cause) {
      if (load !== this.#load) return;
      this.failure = cause;
      this.list = EMPTY_LIST;
      this.live.start();
    } finally {
      if (load === this.#load) {
        this.loading = null;
        this.#meanwhile = null;
      }
    }
  }

  async loadMore() {
    if (this.loading || this.#next === null) return;
    const load = this.#load;
    this.loading = 'more';
    try {
      const page = await listCases(this.live.brandId, { ...askFilter(this.filter), limit: PAGE_SIZE, after: this.#next });
      if (load !== this.#load) return;
      this.#next = page.next ?? null;
      this.list = appendPage(this.list, page.items);
    } catch (cause) {
      if (load === this.#load) this.failure = cause;
    } finally {
      if (load === this.#load) this.loading = null;
    }
  }

  /** Shows what waits behind the pill. */
  takeNew() {
    this.list = takeArrived(this.list, this.filter.order);
  }

  /** The reader changed a case. */
  changed(row: CaseRow) {
    const index = this.rows.findIndex((shown) => shown.id === row.id);
    this.list = applyOwn(this.list, row, this.#watching());
    if (index >= 0 && row.id === this.activeId && !this.rows.some((shown) => shown.id === row.id)) {
      this.activeId = null;
      this.#lastIndex = index;
    }
    this.live.refreshCounts();
  }

  activate(id: string | null) {
    this.activeId = id;
    if (this.activeIndex >= 0) this.#lastIndex = this.activeIndex;
  }

  /** Moves the active row; after a row has left, its follower is the next one. */
  move(step: number): CaseRow | undefined {
    if (this.rows.length === 0) return undefined;
    const from = this.activeIndex >= 0 ? this.activeIndex : step > 0 ? this.#lastIndex - 1 : this.#lastIndex;
    const to = Math.max(0, Math.min(this.rows.length - 1, from + step));
    const row = this.rows[to];
    if (row) this.activate(row.id);
    if (to >= this.rows.length - 10) void this.loadMore();
    return row;
  }

  toggleSelected(id: string) {
    const selected = new Set(this.selected);
    if (!selected.delete(id)) selected.add(id);
    this.selected = selected;
  }

  clearSelected() {
    this.selected = new Set();
  }

  #heard(events: ChangeEvent[]) {
    this.#meanwhile?.push(...events);
    this.#apply(events);
  }

  #apply(events: readonly ChangeEvent[]) {
    this.list = applyEvents(this.list, events, this.#watching());
    if (this.list.stale) this.#asking ??= setTimeout(() => void this.#reconcile(), RECONCILE_MS);
  }

  async #reconcile() {
    const load = this.#load;
    try {
      const page = await listCases(this.live.brandId, { ...askFilter(this.filter), limit: PAGE_SIZE });
      this.#asking = undefined;
      if (load === this.#load) this.list = reconcile(this.list, page.items, this.#watching());
    } catch {
      // The stream's state says that the server is away; the next event asks again.
      this.#asking = undefined;
    }
  }

  #watching(): Watching {
    return { filter: this.filter, myId: this.live.myId, now: clock.now };
  }
}
