// What somebody is writing in a case: the text, its draft on the server, and sending it. The text is never lost: it is cleared only when
// the server has taken the answer, and comes back when sending is undone.
import { ApiError } from '../api/client';
import * as calls from '../api/calls/inbox';
import { describeError } from '../api/errors';
import type { CaseDetail, DraftWay, Limits, Reply, ThreadItem } from '../api/types';
import type { OpenCase } from '../case/case.svelte';
import { t } from '../i18n';
import { countText, type TextCount } from '../text/count';
import { toasts } from '../ui/toasts.svelte';
import { accountFor, type Account } from './account';
import { audienceOf, canGoPrivate, LETTER_LIMITS, letterProblems, type Audience, type LetterDraft, type LetterProblems } from './audience';

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

  /** The reader wants that only the author reads the answer. */
  wantsPrivate = $state(false);
  /** It leaves as a mail to this address. */
  letter = $state<LetterDraft | null>(null);
  letterProblems = $state.raw<LetterProblems>({});
  /** Whom a private answer would reach besides its author: asked before it leaves. */
  others = $state.raw<readonly string[] | null>(null);
  dialog = $state<'elsewhere' | 'mail' | null>(null);

  canGoPrivate = $derived.by(() => canGoPrivate(this.openCase.target));
  privately = $derived(this.wantsPrivate && this.canGoPrivate && this.letter === null);
  audience = $derived.by<Audience>(() => audienceOf(this.openCase.target?.post ?? null, { privately: this.privately, letter: this.letter !== null }));
  account = $derived.by<Account | null>(() => (this.openCase.detail ? accountFor(this.openCase.detail, this.openCase.target, this.openCase.live.channels) : null));
  limits = $derived.by<Limits | null>(() => (this.letter ? LETTER_LIMITS : (this.account?.limits ?? null)));
  count = $derived<TextCount | null>(this.limits ? countText(this.text, this.limits) : null);
  /** The thread went on after writing began. */
  behind = $derived.by(() => this.text.trim() !== '' && this.version !== null && (this.openCase.row?.thread_version ?? 0) > this.version);
  canSend = $derived(this.text.trim() !== '' && !this.sending && (this.count?.fits ?? true));

  #restored = false;
  #saved = '';
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #wroteAt = 0;
  #key = '';
  #keyFor: string | null = null;
  /** What the reader has been shown and sends all the same; for this text only. */
  #seen = { despite: false, reaches_others: false };

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
        this.version = detail.draft.thread_version;
        if (this.text !== '') {
          this.saving = 'saved';
          this.#goOn(detail.draft);
        }
        this.#saved = this.#draft;
      }
    }
    if (this.text.trim() === '') this.version = detail.case.thread_version;
  }

  wrote() {
    this.problem = null;
    this.#seen = { despite: false, reaches_others: false };
    if (this.version === null) this.version = this.openCase.row?.thread_version ?? null;
    if (!this.writing) this.openCase.say('writing');
    this.#wroteAt = Date.now();
    this.#saveSoon();
  }

  #saveSoon() {
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
    const draft = this.#draft;
    if (draft === this.#saved && this.saving !== 'failed') {
      this.saving = this.text === '' ? 'idle' : 'saved';
      return;
    }
    this.saving = 'saving';
    try {
      const { brandId } = this.openCase.live;
      if (draft === '') await calls.dropDraft(brandId, this.openCase.id);
      else await calls.saveDraft(brandId, this.openCase.id, { text: this.text, thread_version: this.version ?? 0, ...this.#way });
      this.#saved = draft;
      if (this.#draft === draft) this.saving = draft === '' ? 'idle' : 'saved';
    } catch {
      this.saving = 'failed';
    }
  }

  /** The draft on the server goes, too. */
  async forget() {
    clearTimeout(this.#saveTimer);
    await calls.dropDraft(this.openCase.live.brandId, this.openCase.id).catch(() => {});
  }

  stop() {
    clearTimeout(this.#saveTimer);
    if (this.#restored && this.#draft !== this.#saved && !this.sending) void this.save();
  }

  async send() {
    const target = this.openCase.target;
    if (!this.canSend || !target || !this.#letterIsComplete() || this.#wouldGoPublic()) return;
    this.sending = true;
    this.problem = null;
    clearTimeout(this.#saveTimer);
    try {
      this.#sent(await calls.sendReply(this.openCase.live.brandId, this.openCase.id, this.#answer(target.post.id)));
    } catch (cause) {
      this.#refused(cause);
    } finally {
      this.sending = false;
    }
  }

  #answer(post_id: string): calls.NewReply {
    const { letter, privately } = this;
    const text = this.text.trim();
    const way = { privately, letter: letter ? { to: letter.to.trim(), subject: letter.subject.trim() } : undefined };
    return {
      post_id,
      text,
      thread_version: this.version ?? this.openCase.row?.thread_version ?? 0,
      channel_id: letter?.channelId ?? this.account?.channels.find((channel) => channel.id === this.channelId)?.id,
      client_key: this.#keyOf(JSON.stringify([text, way])),
      ...way,
      ...this.#seen,
    };
  }

  /** It was meant for one reader, and the post that is answered now has no private way: said once, before it can be read by all. */
  #wouldGoPublic(): boolean {
    if (!this.wantsPrivate || this.privately || !['public', 'unlisted', 'limited'].includes(this.audience)) return false;
    this.wantsPrivate = false;
    this.problem = t('composer.notPrivate');
    return true;
  }

  #letterIsComplete(): boolean {
    this.letterProblems = this.letter ? letterProblems(this.letter) : {};
    return Object.keys(this.letterProblems).length === 0;
  }

  #sent(reply: Reply) {
    this.refusal = null;
    this.clear();
    this.#wroteAt = 0;
    this.openCase.chosenPostId = null;
    this.openCase.tookReply(reply);
    this.openCase.refreshSoon();
  }

  /** The text is where it was meant to be. */
  clear() {
    this.text = '';
    this.wantsPrivate = false;
    this.letter = null;
    this.#saved = '';
    this.#keyFor = null;
    this.#seen = { despite: false, reaches_others: false };
    this.saving = 'idle';
    this.version = null;
  }

  #refused(cause: unknown) {
    if (cause instanceof ApiError && cause.code === 'stale_thread') {
      const params = cause.params as { new_items?: ThreadItem[]; thread_version?: number };
      this.refusal = { why: 'stale_thread', items: params.new_items ?? [], version: params.thread_version ?? 0 };
      this.openCase.refreshSoon();
    } else if (cause instanceof ApiError && cause.code === 'already_answered') {
      this.refusal = { why: 'already_answered', reply: (cause.params['reply'] as Reply | undefined) ?? null };
      this.openCase.refreshSoon();
    } else if (cause instanceof ApiError && cause.code === 'reaches_others') {
      this.others = (cause.params['others'] as string[] | undefined) ?? [];
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
    if (refusal.why === 'already_answered') this.#seen.despite = true;
    await this.send();
  }

  /** The reader has seen who else would read it. */
  async sendToOthers() {
    this.others = null;
    this.#seen.reaches_others = true;
    await this.send();
  }

  /** "Only the author shall read this", or not. */
  togglePrivate() {
    if (this.canGoPrivate) this.wantsPrivate = !this.privately;
    this.changedWay();
  }

  writeLetter(letter: LetterDraft) {
    this.letter = letter;
    this.letterProblems = {};
    this.changedWay();
    if (this.version === null) this.version = this.openCase.row?.thread_version ?? null;
  }

  leaveLetter() {
    this.letter = null;
    this.letterProblems = {};
    this.changedWay();
  }

  /** Another way for words that are kept already: kept with them, or they would be public on the next screen. */
  changedWay() {
    if (this.text.trim() !== '') this.#saveSoon();
  }

  get #way(): DraftWay {
    const { letter } = this;
    return { privately: this.wantsPrivate, letter: letter && { to: letter.to, subject: letter.subject }, channel_id: letter?.channelId ?? null };
  }

  /** What is kept on the server, to be compared; empty when nothing is. */
  get #draft(): string {
    return this.text.trim() === '' ? '' : JSON.stringify([this.text, this.#way]);
  }

  #goOn({ privately, letter, channel_id }: DraftWay) {
    this.wantsPrivate = privately;
    this.letter = letter && channel_id ? { ...letter, channelId: channel_id } : null;
  }

  /** Below what is written already. */
  insert(words: string) {
    const before = this.text.trimEnd();
    this.text = before === '' ? words : `${before}\n\n${words}`;
    this.wrote();
  }

  keepWriting() {
    const refusal = this.refusal;
    this.refusal = null;
    this.others = null;
    if (refusal?.why === 'stale_thread') this.version = Math.max(this.openCase.row?.thread_version ?? 0, refusal.version);
  }

  async undo(reply: Reply) {
    try {
      this.openCase.tookReply(await calls.cancelReply(this.openCase.live.brandId, reply.id));
      this.text = this.text.trim() === '' ? reply.text : `${reply.text}\n\n${this.text}`;
      this.version = this.openCase.row?.thread_version ?? null;
      this.#asItWasMeant(reply);
      toasts.show(t('composer.undone'));
      await this.save();
    } catch (cause) {
      toasts.error(cause);
    }
    this.openCase.refreshSoon();
  }

  /** What was to be read by few is not a public answer because it was taken back. */
  #asItWasMeant(reply: Reply) {
    this.openCase.chosenPostId = reply.post_id;
    this.#goOn({ privately: reply.privately, letter: reply.letter ?? null, channel_id: reply.channel_id });
  }

  async retry(reply: Reply) {
    try {
      this.openCase.tookReply(await calls.retryReply(this.openCase.live.brandId, reply.id));
    } catch (cause) {
      toasts.error(cause);
    }
    this.openCase.refreshSoon();
  }

  /** The same key for the same answer, so that one whose confirmation was lost is not sent twice. */
  #keyOf(answer: string): string {
    if (this.#keyFor !== answer) {
      this.#keyFor = answer;
      this.#key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return this.#key;
  }
}
