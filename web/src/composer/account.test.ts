import { expect, it } from 'vitest';
import type { CaseDetail, Channel, Limits, ThreadItem } from '../api/types';
import { accountFor } from './account';

const limits = { counter: 'mastodon', units_max: 500 } as Limits;
const detail = {
  case: { network: 'mastodon' },
  answering: { channel_id: '1', channel_name: '@acme', limits },
  answer_channels: [{ id: '1', name: '@acme' }],
} as unknown as CaseDetail;
const channel = (id: string, network: string, state = 'active') => ({ id, name: `channel ${id}`, network, state, account: {} }) as unknown as Channel;
const post = (network: string) => ({ post: { network } }) as ThreadItem;

it('the server says who answers where the case began', () => {
  expect(accountFor(detail, post('mastodon'), [])).toEqual({ channels: detail.answer_channels, id: '1', name: '@acme', limits, ofCase: true });
  expect(accountFor(detail, null, []).name).toBe('@acme');
});

it('a case that went on by mail is answered by mail', () => {
  const account = accountFor(detail, post('email'), [channel('1', 'mastodon'), channel('2', 'email')]);
  expect([account.name, account.id, account.limits?.units_max, account.ofCase]).toEqual(['channel 2', null, 50_000, false]);
});

it('which of two mailboxes answers is the server’s to say', () => {
  const channels = [channel('2', 'email'), channel('3', 'email')];
  expect(accountFor(detail, post('email'), channels).name).toBeNull();
  expect(accountFor(detail, post('email'), [channel('2', 'email'), channel('3', 'email', 'paused')]).name).toBe('channel 2');
});

it('where nothing is known of a network, the server counts', () => {
  expect(accountFor(detail, post('reddit'), null)).toEqual({ channels: [], id: null, name: null, limits: null, ofCase: false });
});
