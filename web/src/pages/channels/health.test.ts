import { describe, expect, it } from 'vitest';
import { channelState, checkReason, mayReread, needsAttention, roughly, type SourceHealth, SOURCE_STATES, sourceWords } from './health';

const now = 1_800_000_000_000;
const minute = 60_000;
const source = (change: Partial<SourceHealth>): SourceHealth => ({
  source: 'stream', state: 'live', last_item_at: now - minute, last_contact_at: now - 1000, lag_ms: 400, failures: 0, last_error: null, retry_at: null,
  since: now - 60 * minute, rate: { hour: 12, usual_low: 5, quiet: false }, ...change,
});

describe('what a person is told about a source', () => {
  it.each([
    ['live: when it last heard something, how late, how much', source({}), 'good', [{ code: 'last_item', at: now - minute }, { code: 'behind', ms: 400 }, { code: 'rate', count: 12 }]],
    ['live, nothing yet', source({ last_item_at: null, lag_ms: null }), 'good', [{ code: 'nothing_yet' }, { code: 'rate', count: 12 }]],
    ['live and new: no number of an hour before it', source({ rate: { hour: 0, usual_low: null, quiet: false } }), 'good', [{ code: 'last_item', at: now - minute }, { code: 'behind', ms: 400 }]],
    ['lagging: how far behind', source({ state: 'lagging', lag_ms: 9 * minute }), 'warn', [{ code: 'behind', ms: 9 * minute }, { code: 'last_item', at: now - minute }, { code: 'rate', count: 12 }]],
    ['silent: when it last answered', source({ state: 'silent', last_item_at: now - 50 * minute }), 'warn', [{ code: 'last_item', at: now - 50 * minute }, { code: 'last_contact', at: now - 1000 }]],
    [
      'failing: since when, how often, when it tries again',
      source({ state: 'failing', failures: 4, retry_at: now + minute }),
      'bad',
      [{ code: 'since', at: now - 60 * minute }, { code: 'failures', count: 4 }, { code: 'retry', at: now + minute }, { code: 'last_item', at: now - minute }],
    ],
    ['failing, about to try', source({ state: 'failing', failures: 1, retry_at: now - 5 }), 'bad', [{ code: 'since', at: now - 60 * minute }, { code: 'retry_now' }, { code: 'last_item', at: now - minute }]],
    ['starting: nothing to tell', source({ state: 'starting' }), 'idle', []],
  ])('%s', (_, health, tone, facts) => expect(sourceWords(health, now)).toEqual({ state: health.state, tone, facts }));

  it('is called quiet when it is live and quieter than usual, and by nothing milder than what it is', () => {
    const rate = { hour: 1, usual_low: 5, quiet: true };
    expect(sourceWords(source({ rate }), now)).toEqual({ state: 'quiet', tone: 'warn', facts: [{ code: 'last_item', at: now - minute }, { code: 'behind', ms: 400 }] });
    for (const state of SOURCE_STATES.filter((state) => state !== 'live')) expect(sourceWords(source({ state, rate }), now).state).toBe(state);
  });

  it('has words for every state', () => {
    for (const state of SOURCE_STATES) expect(sourceWords(source({ state }), now).tone).toMatch(/good|warn|bad|idle/);
  });
});

describe('a channel', () => {
  const sources = (...states: SourceHealth['state'][]) => states.map((state) => ({ state, rate: { quiet: false } }));
  it.each([
    ['is as well as its worst source', { state: 'active' as const, sources: sources('live', 'failing', 'silent') }, 'failing', true],
    ['is live when all are', { state: 'active' as const, sources: sources('live', 'live') }, 'live', false],
    ['is quiet when one is, and no other is worse', { state: 'active' as const, sources: [...sources('live'), { state: 'live' as const, rate: { quiet: true } }] }, 'quiet', true],
    ['is starting before its first sign of life', { state: 'active' as const, sources: [] }, 'starting', false],
    ['is paused when a person said so', { state: 'paused' as const, sources: sources('failing') }, 'paused', false],
    ['is signed out when the network said so', { state: 'signed_out' as const, sources: sources('live') }, 'signed_out', true],
  ])('%s', (_, channel, state, attention) => {
    expect(channelState(channel)).toBe(state);
    expect(needsAttention(channel)).toBe(attention);
  });
});

describe('a gap', () => {
  it('can be asked for unless it is under way or cannot be', () => {
    expect((['possible', 'done', 'failed', 'running', 'impossible'] as const).filter(mayReread)).toEqual(['possible', 'done', 'failed']);
  });
});

describe('rough times', () => {
  it.each([
    [0, '1 second'], [400, '1 second'], [59_400, '59 second'], [90_000, '2 minute'], [59.6 * minute, '1 hour'], [30 * 60 * minute, '1 day'], [36 * 60 * minute, '2 day'],
  ])('%d ms', (ms, words) => expect(`${roughly(ms).count} ${roughly(ms).unit}`).toBe(words));
});

describe('why a channel could not be added', () => {
  it.each([
    [{ reason: 'not_a_feed' }, 'not_a_feed'],
    [{ reason: 'unexpected_answer' }, 'protocol'],
    [{ reason: 'address_not_public' }, 'not_public_address'],
    [{ reason: 'toString' }, 'unknown'],
    [{ reason: 'made_up' }, 'unknown'],
    [undefined, 'unknown'],
  ])('%j is %s', (params, reason) => expect(checkReason(params)).toBe(reason));
});

describe('why a channel could not be connected, by what it is', () => {
  it.each([
    ['signed_out', 'bluesky', 'signed_out'],
    ['signed_out', 'telegram', 'wrong_token'],
    ['bad_token', 'telegram', 'wrong_token'],
    ['signed_out', 'email', 'mailbox_refused'],
    ['signed_out', 'microsoft', 'microsoft_refused'],
    ['smtp_disabled', 'microsoft', 'smtp_disabled'],
    ['imap_certificate', 'email', 'certificate'],
    ['smtp_encryption', 'email', 'encryption'],
    ['unexpected_answer', 'mastodon', 'not_mastodon'],
    ['bad_url', 'feed', 'bad_address'],
    ['from the future', 'email', 'unknown'],
  ])('%s of %s', (reason, connector, known) => expect(checkReason({ reason }, connector)).toBe(known));
});
