// One live stream of a brand. The browser's own reconnecting gives up on some answers and never slows down, so we reconnect ourselves:
// from the last event seen, with a growing pause. Events are handed over once per frame, however many came.
import { API_ROOT, at } from '../api/client';
import type { ChangeEvent, PresenceEvent } from '../api/types';

export type StreamStatus = { is: 'connecting' } | { is: 'live' } | { is: 'offline'; retryAt: number | null };

export interface StreamListener {
  events: (events: ChangeEvent[]) => void;
  presence: (event: PresenceEvent) => void;
  /** The cursor is too old: what is on screen must be loaded again. */
  reset: () => void;
  status: (status: StreamStatus) => void;
}

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 15_000;

/** Doubles with each failure; `chance` (0..1) spreads the browsers of a desk. */
export function retryPause_ms(failures: number, chance: number): number {
  const pause_ms = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.max(0, failures - 1));
  return Math.round(pause_ms * (0.75 + chance * 0.5));
}

export class LiveStream {
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #last: string | null;
  #batch: ChangeEvent[] = [];
  #scheduled = false;
  #stopped = false;

  constructor(
    private readonly brandId: string,
    private readonly listener: StreamListener,
    after: string | null = null,
  ) {
    this.#last = after;
  }

  start() {
    addEventListener('online', this.#retryNow);
    document.addEventListener('visibilitychange', this.#woken);
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    removeEventListener('online', this.#retryNow);
    document.removeEventListener('visibilitychange', this.#woken);
    this.#source?.close();
  }

  #connect() {
    if (this.#stopped) return;
    this.listener.status({ is: 'connecting' });
    const query = this.#last === null ? '' : `?after=${encodeURIComponent(this.#last)}`;
    const source = new EventSource(`${API_ROOT}${at`/brands/${this.brandId}/stream`}${query}`);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#failures = 0;
      this.listener.status({ is: 'live' });
    });
    source.addEventListener('change', (message) => this.#take(message));
    source.addEventListener('presence', (message) => this.listener.presence(JSON.parse(message.data as string) as PresenceEvent));
    source.addEventListener('reset', (message) => {
      this.#last = message.lastEventId || null;
      this.listener.reset();
    });
    source.addEventListener('error', () => this.#lost(source));
  }

  #lost(source: EventSource) {
    source.close();
    if (this.#stopped || this.#source !== source) return;
    this.#source = null;
    this.#failures += 1;
    const pause_ms = retryPause_ms(this.#failures, Math.random());
    this.listener.status({ is: 'offline', retryAt: Date.now() + pause_ms });
    this.#timer = setTimeout(() => this.#connect(), pause_ms);
  }

  #retryNow = () => {
    if (this.#source) return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #woken = () => {
    if (document.hidden) return;
    this.#flush();
    this.#retryNow();
  };

  #take(message: MessageEvent) {
    if (message.lastEventId) this.#last = message.lastEventId;
    this.#batch.push(JSON.parse(message.data as string) as ChangeEvent);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // A hidden page gets no frames.
    if (document.hidden) setTimeout(this.#flush, 250);
    else requestAnimationFrame(this.#flush);
  }

  #flush = () => {
    this.#scheduled = false;
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) this.listener.events(batch);
  };
}
