// What is alive in the brand on screen: the stream, the counts, who works here, how the sources are doing, who is looking at what.
// The shell makes one when a brand is entered and stops it when it is left.
import { readUnread } from '../api/calls/alerts';
import { listChannels, listMembers, readCounts } from '../api/calls/inbox';
import type { ChangeEvent, Channel, Counts, Member, PresenceEvent } from '../api/types';
import { hasCode } from '../api/errors';
import { clock } from '../state/clock.svelte';
import { session } from '../state/session.svelte';
import { LiveStream, type StreamStatus } from './stream';

type Listener = (events: ChangeEvent[]) => void;

const PRESENCE_MS = 45_000;
const NO_COUNTS: Counts = { open: 0, waiting: 0, snoozed: 0, closed: 0, mine: 0, unassigned: 0, overdue: 0 };

interface Present {
  user: { id: string; name: string };
  state: 'viewing' | 'writing';
  heardAt: number;
}

export class BrandLive {
  status = $state.raw<StreamStatus>({ is: 'connecting' });
  counts = $state.raw<Counts>(NO_COUNTS);
  members = $state.raw<Member[]>([]);
  channels = $state.raw<Channel[] | null>(null);
  /** Notices of alerts that the reader has not looked at. */
  unread = $state(0);
  /** Goes up with each notice that comes: for whoever shows them. */
  notices = $state(0);
  presence = $state.raw<ReadonlyMap<string, readonly Present[]>>(new Map());

  #stream: LiveStream | null = null;
  #listeners = new Set<Listener>();
  #resetListeners = new Set<() => void>();
  #counting = gentle(() => this.#readCounts(), 400);
  #listingChannels = gentle(() => this.#readChannels(), 1500);
  #listingMembers = gentle(() => this.#readMembers(), 1500);
  #countingNotices = gentle(() => this.#readUnread(), 300);
  #refreshingMe = gentle(() => session.refresh().catch(() => {}), 500);

  constructor(
    readonly brandId: string,
    readonly myId: string,
  ) {}

  /** Opens the stream, from an event on when the caller knows up to where its list is true. */
  start(after: string | null = null) {
    if (this.#stream) return;
    this.#stream = new LiveStream(
      this.brandId,
      {
        events: (events) => this.#heard(events),
        presence: (event) => this.#seen(event),
        reset: () => this.#reset(),
        status: (status) => this.#turned(status),
      },
      after,
    );
    this.#stream.start();
    this.#counting.now();
    this.#listingChannels.now();
    this.#listingMembers.now();
    this.#countingNotices.now();
  }

  stop() {
    this.#stream?.stop();
    this.#stream = null;
    for (const task of [this.#countingNotices, this.#counting, this.#listingChannels, this.#listingMembers, this.#refreshingMe]) task.stop();
  }

  listen(listener: Listener, reset: () => void): () => void {
    this.#listeners.add(listener);
    this.#resetListeners.add(reset);
    return () => {
      this.#listeners.delete(listener);
      this.#resetListeners.delete(reset);
    };
  }

  refreshCounts() {
    this.#counting.soon();
  }

  refreshNotices() {
    this.#countingNotices.soon();
  }

  /** Colleagues who have the case open, without the reader. */
  others(caseId: string): readonly Present[] {
    return (this.presence.get(caseId) ?? []).filter((one) => one.user.id !== this.myId && clock.now - one.heardAt < PRESENCE_MS);
  }

  #turned(status: StreamStatus) {
    this.status = status;
    // A stream cannot say why it ended; a plain request does: signed out, removed from the brand, or away.
    if (status.is === 'offline') this.#counting.soon();
  }

  #heard(events: ChangeEvent[]) {
    if (events.some((event) => /^(case|post|reply)_/.test(event.kind))) this.#counting.soon();
    if (events.some((event) => /^(channel|source|gap)_|quarantined/.test(event.kind))) this.#listingChannels.soon();
    if (events.some((event) => event.kind === 'member_changed')) this.#listingMembers.soon();
    if (events.some((event) => event.kind === 'member_changed' || event.kind === 'brand_changed')) this.#refreshingMe.soon();
    if (events.some((event) => event.kind === 'notice_added')) {
      this.notices += 1;
      this.#countingNotices.soon();
    }
    for (const listener of this.#listeners) listener(events);
  }

  #reset() {
    this.#counting.soon();
    this.#listingChannels.soon();
    this.#countingNotices.soon();
    for (const listener of this.#resetListeners) listener();
  }

  #seen({ case_id, user, state }: PresenceEvent) {
    const others = (this.presence.get(case_id) ?? []).filter((one) => one.user.id !== user.id);
    const next = state === 'left' ? others : [...others, { user, state, heardAt: clock.now }];
    this.presence = new Map(this.presence).set(case_id, next);
  }

  // These decorate the screen; when they cannot be read, the stream's own state says that the server is away.
  async #readCounts() {
    try {
      this.counts = await readCounts(this.brandId);
    } catch (cause) {
      if (hasCode(cause, 'not_found')) this.#refreshingMe.soon();
    }
  }

  async #readChannels() {
    this.channels = await listChannels(this.brandId).then(
      (page) => page.items,
      () => this.channels,
    );
  }

  async #readUnread() {
    this.unread = await readUnread(this.brandId).catch(() => this.unread);
  }

  async #readMembers() {
    this.members = await listMembers(this.brandId).then(
      (page) => page.items.filter((member) => !member.disabled),
      () => this.members,
    );
  }
}

/** Runs a task at most once per pause, and once more when it was asked for meanwhile. */
function gentle(task: () => Promise<void>, pause_ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer = undefined;
    void task();
  };
  return {
    now: run,
    soon: () => {
      timer ??= setTimeout(run, pause_ms);
    },
    stop: () => clearTimeout(timer),
  };
}
