// The case on screen: its thread, what colleagues do in it, and what the reader does to it.
import * as calls from '../api/calls/inbox';
import type { CaseDetail, CaseRow, ChangeEvent, Reply, ThreadItem } from '../api/types';
import { Composer } from '../composer/composer.svelte';
import type { Inbox } from '../inbox/inbox.svelte';
import type { BrandLive } from '../live/brand.svelte';
import { Explaining } from './explaining.svelte';

const REFRESH_MS = 60;
const PRESENCE_EVERY_MS = 20_000;

export class OpenCase {
  detail = $state.raw<CaseDetail | null>(null);
  failure = $state.raw<unknown>(null);
  /** The post that an answer goes to, when the reader chose one. */
  chosenPostId = $state<string | null>(null);
  busy = $state<string | null>(null);
  composer: Composer;
  explaining: Explaining;

  row = $derived<CaseRow | null>(this.detail?.case ?? null);
  target = $derived<ThreadItem | null>(this.#findTarget());
  /** The post that "what it is" speaks of: the one that is answered, else the last that was judged. */
  judged = $derived<ThreadItem | null>(this.target?.assessment ? this.target : (this.detail?.thread.findLast((item) => item.assessment !== null) ?? null));
  /** Answers that are on their way or stuck, without a post in the thread yet. */
  pending = $derived<Reply[]>(this.#findPending());

  #timer: ReturnType<typeof setTimeout> | undefined;
  #presence: ReturnType<typeof setInterval>;
  #abort = new AbortController();
  #asked = 0;
  #unlisten: () => void;

  constructor(
    readonly id: string,
    readonly live: BrandLive,
    readonly inbox: Inbox,
  ) {
    this.composer = new Composer(this);
    this.explaining = new Explaining(live.brandId);
    this.#unlisten = live.listen(
      (events) => this.#heard(events),
      () => this.refreshSoon(),
    );
    this.#tellPresence();
    this.#presence = setInterval(() => this.#tellPresence(), PRESENCE_EVERY_MS);
  }

  async load() {
    const asked = ++this.#asked;
    try {
      const detail = await calls.readCase(this.live.brandId, this.id, this.#abort.signal);
      if (asked !== this.#asked) return;
      this.detail = detail;
      this.failure = null;
      this.composer.take(detail);
      void this.explaining.refresh(this.judged?.post.id ?? null);
    } catch (cause) {
      if (asked === this.#asked && !this.#abort.signal.aborted) this.failure = cause;
    }
  }

  stop() {
    this.composer.stop();
    this.#unlisten();
    this.#abort.abort();
    clearTimeout(this.#timer);
    clearInterval(this.#presence);
    void this.#say('left');
  }

  refreshSoon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, REFRESH_MS);
  }

  /** Takes over a row that the server sent for an action of the reader. */
  changed(row: CaseRow) {
    if (this.detail) this.detail = { ...this.detail, case: row };
    this.inbox.changed(row);
  }

  /** Puts a reply that the server answered with in its place. */
  tookReply(reply: Reply) {
    if (!this.detail) return;
    const replies = [...this.detail.replies.filter((other) => other.id !== reply.id), reply];
    this.detail = { ...this.detail, replies };
  }

  say(state: 'viewing' | 'writing') {
    void this.#say(state);
  }

  #tellPresence() {
    if (document.hidden) return;
    void this.#say(this.composer.writing ? 'writing' : 'viewing');
  }

  async #say(state: 'viewing' | 'writing' | 'left') {
    // Being seen is a courtesy: when it cannot be told, nothing else suffers.
    await calls.showPresence(this.live.brandId, this.id, state).catch(() => {});
  }

  #heard(events: ChangeEvent[]) {
    if (events.some((event) => event.case_id === this.id && event.kind !== 'draft_changed')) this.refreshSoon();
    else if (events.some((event) => event.kind === 'author_changed' || event.kind === 'channel_changed')) this.refreshSoon();
  }

  #findTarget(): ThreadItem | null {
    const thread = this.detail?.thread ?? [];
    const chosen = thread.find((item) => item.post.id === this.chosenPostId);
    if (chosen) return chosen;
    const theirs = thread.filter((item) => !item.post.ours && !item.post.context);
    return theirs.findLast((item) => item.can.reply.is === 'yes') ?? theirs.at(-1) ?? thread.at(-1) ?? null;
  }

  #findPending(): Reply[] {
    const inThread = new Set(this.detail?.thread.map((item) => item.reply_id));
    return (this.detail?.replies ?? []).filter((reply) => reply.state !== 'cancelled' && !inThread.has(reply.id));
  }
}
