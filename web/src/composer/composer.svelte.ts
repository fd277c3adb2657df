// What somebody is writing in a case: the text, its draft on the server, and sending it. The text is never lost: it is cleared only when
// the server has taken the answer, and comes back when sending is undone.
import { ApiError } from '../api/client';
import * as calls from '../api/calls/inbox';
import { describeError } from '../api/errors';
import type { CaseDetail, Limits, Reply, ThreadItem } from '../api/types';
import type { OpenCase } from '../case/case.svelte';
import { t } from '../i18n';
import { countText, type TextCount } from '../text/count';
import { toasts } from '../ui/toasts.svelte';

const SAVE_MS = 700;
const WRITING_MS = 4000;

export type Refusal = { why: 'stale_thread'; items: ThreadItem[]; version: number } | { why: 'already_answered'; reply: Reply | null };

export class Composer {
  text = $state('');
  channelId = $state<string | null>(null);
  saving = $state<'idle' | 'waiting' | 'saving' | 'saved' | 'failed'>('idle');
  sending = $state(false);
  refusal = $state.raw<Refusal | null>(null);
  problem = $state<string | null>(null);
  /** The thread that the reader writes against; moves on only when they say that they have seen what is new. */
  version = $state<number | null>(null);

  limits = $derived.by<Limits | null>(() => this.openCase.detail?.answering.limits ?? null);
  count = $derived<TextCount | null>(this.limits ? countText(this.text, this.limits) : null);
  /** The thread went on after writing began. */
  behind = $derived.by(() => this.text.trim() !== '' && this.version !== null && (this.openCase.row?.thread_version ?? 0) > this.version);
  canSend = $derived(this.text.trim() !== '' && !this.sending && (this.count?.fits ?? true));

  #restored = false;
  #saved = '';
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #wroteAt = 0;
  #key = '';
  #keyText: string | null = null;

  constructor(private readonly openCase: OpenCase) {}

  get writing(): boolean {
    return Date.now() - this.#wroteAt < WRITING_MS;
  }

  /** Takes over what the server knows; the first time, the draft. */
  take(detail: CaseDetail) {
    if (!this.#restored) {
      this.#restored = true;
      if (detail.draft && this.text === '') {
        this.text = detail.draft.text;
        this.#saved = detail.draft.text;
        this.version = detail.draft.thread_version;
        if (this.text !== '') this.saving = 'saved';
      }
    }
    if (this.text.trim() === '') this.version = detail.case.thread_version;
  }

  wrote() {
    this.problem = null;
    if (this.version === null) this.version = this.openCase.row?.thread_version ?? null;
    if (!this.writing) this.openCase.say('writing');
    this.#wroteAt = Date.now();
    this.saving = 'waiting';
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.save(), SAVE_MS);
  }

  /** "I have seen what is new." */
  catchUp() {
    this.version = this.openCase.row?.thread_version ?? this.version;
    void this.save();
  }

  async save() {
    clearTimeout(this.#saveTimer);
    const text = this.text;
    if (text === this.#saved && this.saving !== 'failed') {
      this.saving = text === '' ? 'idle' : 'saved';
      return;
    }
    this.saving = 'saving';
    try {
      const { brandId } = this.openCase.live;
      if (text.trim() === '') await calls.dropDraft(brandId, this.openCase.id);
      else await calls.saveDraft(brandId, this.openCase.id, text, this.version ?? 0);
      this.#saved = text;
      if (this.text === text) this.saving = text.trim() === '' ? 'idle' : 'saved';
    } catch {
      this.saving = 'failed';
    }
  }

  stop() {
    clearTimeout(this.#saveTimer);
    if (this.#restored && this.text !== this.#saved && !this.sending) void this.save();
  }

  async send(options: { despite?: boolean } = {}) {
    const target = this.openCase.target;
    if (!this.canSend || !target) return;
    const text = this.text.trim();
    this.sending = true;
    this.problem = null;
    clearTimeout(this.#saveTimer);
    try {
      const reply = await calls.sendReply(this.openCase.live.brandId, this.openCase.id, {
        post_id: target.post.id,
        text,
        thread_version: this.version ?? this.openCase.row?.thread_version ?? 0,
        channel_id: this.channelId ?? undefined,
        client_key: this.#keyFor(text),
        despite: options.despite,
      });
      this.#sent(reply);
    } catch (cause) {
      this.#refused(cause);
    } finally {
      this.sending = false;
    }
  }

  #sent(reply: Reply) {
    this.refusal = null;
    this.text = '';
    this.#saved = '';
    this.#keyText = null;
    this.saving = 'idle';
    this.#wroteAt = 0;
    this.version = null;
    this.openCase.chosenPostId = null;
    this.openCase.tookReply(reply);
    this.openCase.refreshSoon();
  }

  #refused(cause: unknown) {
    if (cause instanceof ApiError && cause.code === 'stale_thread') {
      const params = cause.params as { new_items?: ThreadItem[]; thread_version?: number };
      this.refusal = { why: 'stale_thread', items: params.new_items ?? [], version: params.thread_version ?? 0 };
      this.openCase.refreshSoon();
    } else if (cause instanceof ApiError && cause.code === 'already_answered') {
      this.refusal = { why: 'already_answered', reply: (cause.params['reply'] as Reply | undefined) ?? null };
      this.openCase.refreshSoon();
    } else {
      this.problem = describeError(cause);
    }
    void this.save();
  }

  /** The reader has seen why it was refused and sends all the same. */
  async sendDespite() {
    const refusal = this.refusal;
    if (!refusal) return;
    const current = this.openCase.row?.thread_version ?? 0;
    this.version = Math.max(current, refusal.why === 'stale_thread' ? refusal.version : 0);
    await this.send({ despite: refusal.why === 'already_answered' });
  }

  keepWriting() {
    const refusal = this.refusal;
    this.refusal = null;
    if (refusal?.why === 'stale_thread') this.version = Math.max(this.openCase.row?.thread_version ?? 0, refusal.version);
  }

  async undo(reply: Reply) {
    try {
      this.openCase.tookReply(await calls.cancelReply(this.openCase.live.brandId, reply.id));
      this.text = this.text.trim() === '' ? reply.text : `${reply.text}\n\n${this.text}`;
      this.version = this.openCase.row?.thread_version ?? null;
      toasts.show(t('composer.undone'));
      await this.save();
    } catch (cause) {
      toasts.error(cause);
    }
    this.openCase.refreshSoon();
  }

  async retry(reply: Reply) {
    try {
      this.openCase.tookReply(await calls.retryReply(this.openCase.live.brandId, reply.id));
    } catch (cause) {
      toasts.error(cause);
    }
    this.openCase.refreshSoon();
  }

  /** The same key for the same text, so that an answer whose confirmation was lost is not sent twice. */
  #keyFor(text: string): string {
    if (this.#keyText !== text) {
      this.#keyText = text;
      this.#key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return this.#key;
  }
}
