// From what the server knows of a source to what a person is told: one word, a tone, and the facts that matter in that state, most
// important first. A source that is quiet, late or broken says so with times; a healthy one says only when it last heard something.

export const SOURCE_STATES = ['starting', 'live', 'lagging', 'silent', 'failing', 'signed_out', 'paused'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];
/** What is shown: a source that is live and yet quieter than usual is called so. */
export type ShownState = SourceState | 'quiet';
export type ChannelState = 'active' | 'paused' | 'signed_out';
export type Tone = 'good' | 'warn' | 'bad' | 'idle';

export interface SourceHealth {
  channel_id?: string;
  source: string;
  state: SourceState;
  last_item_at: number | null;
  last_contact_at: number | null;
  lag_ms: number | null;
  failures: number;
  last_error: string | null;
  retry_at: number | null;
  since: number;
  rate: Rate;
}

export interface Rate {
  /** Items of the last whole hour. */
  hour: number;
  /** The fewest in the same hour of the last weeks; null while there are too few of them. */
  usual_low: number | null;
  quiet: boolean;
}

export type Fact =
  | { code: 'last_item'; at: number }
  | { code: 'nothing_yet' }
  | { code: 'since'; at: number }
  | { code: 'last_contact'; at: number }
  | { code: 'behind'; ms: number }
  | { code: 'rate'; count: number }
  | { code: 'failures'; count: number }
  | { code: 'retry'; at: number }
  | { code: 'retry_now' };

export interface SourceWords {
  state: ShownState;
  tone: Tone;
  facts: Fact[];
}

const TONES: Record<ShownState, Tone> = {
  starting: 'idle',
  live: 'good',
  lagging: 'warn',
  silent: 'warn',
  quiet: 'warn',
  failing: 'bad',
  signed_out: 'bad',
  paused: 'idle',
};

/** Worst first: what a channel with several sources is called by. */
const WORST_FIRST: ShownState[] = ['signed_out', 'failing', 'lagging', 'silent', 'quiet', 'starting', 'live', 'paused'];

type Standing = Pick<SourceHealth, 'state'> & { rate: Pick<Rate, 'quiet'> };

/** Worse things than being quiet go first. */
export function shownState(source: Standing): ShownState {
  return source.state === 'live' && source.rate.quiet ? 'quiet' : source.state;
}

export function sourceWords(health: SourceHealth, now: number): SourceWords {
  const state = shownState(health);
  return { state, tone: TONES[state], facts: factsOf(health, now) };
}

export function tone(state: ShownState): Tone {
  return TONES[state];
}

/** A channel is as well as its worst source, unless a person paused it or the network signed it out. */
export function channelState(channel: { state: ChannelState; sources: Standing[] }): ShownState {
  if (channel.state !== 'active') return channel.state;
  return WORST_FIRST.find((state) => channel.sources.some((source) => shownState(source) === state)) ?? 'starting';
}

export function needsAttention(channel: { state: ChannelState; sources: Standing[] }): boolean {
  return ['bad', 'warn'].includes(TONES[channelState(channel)]);
}

function factsOf(health: SourceHealth, now: number): Fact[] {
  const lastItem: Fact = health.last_item_at === null ? { code: 'nothing_yet' } : { code: 'last_item', at: health.last_item_at };
  const lag: Fact[] = health.lag_ms === null ? [] : [{ code: 'behind', ms: health.lag_ms }];
  // Of a channel that is new, "nothing in the last full hour" says nothing, and sounds wrong beside a post that has just come.
  const { hour, usual_low, quiet } = health.rate;
  const rate: Fact[] = hour === 0 && usual_low === null ? [] : [{ code: 'rate', count: hour }];
  switch (health.state) {
    case 'live':
      // How much it is stands with why it is called quiet.
      return [lastItem, ...lag, ...(quiet ? [] : rate)];
    case 'lagging':
      return [...lag, lastItem, ...rate];
    case 'silent':
      return health.last_contact_at === null ? [lastItem] : [lastItem, { code: 'last_contact', at: health.last_contact_at }];
    case 'failing':
      return [{ code: 'since', at: health.since }, ...failureFacts(health, now), lastItem];
    case 'signed_out':
    case 'paused':
      return [{ code: 'since', at: health.since }, lastItem];
    case 'starting':
      return [];
  }
}

function failureFacts(health: SourceHealth, now: number): Fact[] {
  const facts: Fact[] = [];
  if (health.failures > 1) facts.push({ code: 'failures', count: health.failures });
  if (health.retry_at !== null) facts.push(health.retry_at > now ? { code: 'retry', at: health.retry_at } : { code: 'retry_now' });
  return facts;
}

export interface Duration {
  unit: 'second' | 'minute' | 'hour' | 'day';
  count: number;
}

/** One unit is enough to judge by: 90 s is "2 minutes", 36 h is "2 days". Never zero. */
export function roughly(ms: number): Duration {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return { unit: 'second', count: seconds };
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return { unit: 'minute', count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 24 ? { unit: 'hour', count: hours } : { unit: 'day', count: Math.round(hours / 24) };
}

/** Why a channel could not be added: the reasons that we have words for. */
export const CHECK_REASONS = [
  'signed_out',
  'unreachable',
  'not_public_address',
  'not_a_feed',
  'gone',
  'too_large',
  'rate_limited',
  'protocol',
  'bad_address',
  'second_factor',
  'already_connected',
  'undecryptable',
  'mailbox_refused',
  'encryption',
  'another_reader',
  'listening_refused',
  'no_apps',
  'imap_unreachable',
  'smtp_unreachable',
  'smtp_refused',
  'certificate',
  'mailbox_missing',
  'webhook_set',
  'code_refused',
  'ticket_expired',
  'not_mastodon',
  'wrong_token',
  'no_code',
  'oauth_code',
  'oauth_client',
  'oauth_tenant',
  'oauth_consent',
  'oauth_refused',
  'no_tokens',
  'imap_disabled',
  'smtp_disabled',
  'microsoft_refused',
] as const;
export type CheckReason = (typeof CHECK_REASONS)[number] | 'unknown';

/** Other names that connectors use for the same thing. */
const SYNONYMS: ReadonlyMap<string, CheckReason> = new Map<string, CheckReason>([
  ['unexpected_answer', 'protocol'],
  ['address_not_public', 'not_public_address'],
  ['feed_gone', 'gone'],
  ['feed_too_large', 'too_large'],
  ['secret_missing', 'signed_out'],
  ['bad_value', 'bad_address'],
  ['bad_url', 'bad_address'],
  ['imap_refused', 'mailbox_refused'],
  ['imap_certificate', 'certificate'],
  ['smtp_certificate', 'certificate'],
  ['imap_encryption', 'encryption'],
  ['smtp_encryption', 'encryption'],
  ['bad_token', 'wrong_token'],
  ['refused', 'no_apps'],
  ['bad_ticket', 'ticket_expired'],
  ['sign_in_expired', 'ticket_expired'],
]);

/** What was refused is called by its name: a handle and a password, a token, a mailbox. */
const BY_CONNECTOR: ReadonlyMap<string, CheckReason> = new Map<string, CheckReason>([
  ['mastodon signed_out', 'wrong_token'],
  ['mastodon_code signed_out', 'code_refused'],
  ['mastodon bad_address', 'not_mastodon'],
  ['mastodon protocol', 'not_mastodon'],
  ['telegram signed_out', 'wrong_token'],
  ['email signed_out', 'mailbox_refused'],
  ['microsoft signed_out', 'microsoft_refused'],
]);

export function checkReason(params: unknown, connector = 'bluesky'): CheckReason {
  const reason = String((params as { reason?: unknown } | null | undefined)?.reason ?? '');
  const known = CHECK_REASONS.find((known) => known === reason) ?? SYNONYMS.get(reason) ?? 'unknown';
  return BY_CONNECTOR.get(`${connector} ${known}`) ?? known;
}

/** Why a gap cannot be read again, was not, or may still hold more: the reasons that we have words for. */
export const REREAD_REASONS = ['no_history', 'no_account', 'no_beginning', 'nothing_to_search', 'signed_out', 'rate_limited', 'unreachable'] as const;

export type RereadState = 'possible' | 'impossible' | 'running' | 'done' | 'failed';

/** May somebody ask for it (again)? */
export const mayReread = (state: string): boolean => state === 'possible' || state === 'done' || state === 'failed';
