import { describe, expect, it } from 'vitest';
import type { Channel, Post, ThreadItem } from '../api/types';
import { audienceOf, canGoPrivate, doors, letterProblems } from './audience';

const post = (kind: Post['kind'], visibility: Post['visibility']) => ({ kind, visibility }) as Post;
const alone = { privately: false, letter: false };

describe('an answer goes', () => {
  it.each([
    ['to the world', post('post', 'public'), alone, 'public'],
    ['to whoever may read the post', post('post', 'limited'), alone, 'limited'],
    ['to the author of a private message', post('direct', 'direct'), alone, 'direct'],
    ['as a mail to a mail', post('mail', 'direct'), alone, 'mail'],
    ['to the author alone, when a person wants it so', post('post', 'public'), { privately: true, letter: false }, 'direct'],
    ['as a letter, wherever the case began', post('post', 'public'), { privately: true, letter: true }, 'letter'],
  ])('%s', (_, target, way, expected) => {
    expect(audienceOf(target, way)).toBe(expected);
  });
});

it.each([
  ['a public post whose network can', post('post', 'public'), 'yes', true],
  ['an unlisted one', post('post', 'unlisted'), 'yes', true],
  ['a network that cannot', post('post', 'public'), 'no', false],
  ['what is private already', post('direct', 'direct'), 'yes', false],
  ['a mail', post('mail', 'direct'), 'yes', false],
] as const)('going private: %s', (_, target, is, expected) => {
  const can = { direct: { is } } as ThreadItem['can'];
  expect(canGoPrivate({ post: target, can })).toBe(expected);
});

it('a customer can write to mailboxes and bots that are listened to', () => {
  const channel = (connector: string, state: string) => ({ id: `${connector} ${state}`, connector, state }) as Channel;
  const channels = [channel('telegram', 'active'), channel('email', 'active'), channel('email', 'paused'), channel('bluesky', 'active')];
  expect(doors(channels).map(({ id }) => id)).toEqual(['email active', 'telegram active']);
  expect(doors(null)).toEqual([]);
});

it.each([
  ['jiwoo@acme.example', 'Your order', []],
  [' jiwoo@acme.example ', 'Your order', []],
  ['jiwoo', 'Your order', ['to']],
  ['jiwoo@acme.example, sora@acme.example', 'Your order', ['to']],
  ['Jiwoo <jiwoo@acme.example>', 'Your order', ['to']],
  ['', '  ', ['to', 'subject']],
])('a letter to %j about %j', (to, subject, wrong) => {
  expect(Object.keys(letterProblems({ to, subject, channelId: '1' }))).toEqual(wrong);
});
