import { describe, expect, it } from 'vitest';
import type { Channel, Post, ThreadItem } from '../api/types';
import { audienceOf, canGoPrivate, letterProblems, mailboxes } from './audience';

const post = (kind: Post['kind'], visibility?: Post['visibility']) => ({ kind, visibility }) as Post;
const alone = { privately: false, letter: false };

describe('an answer goes', () => {
  it.each([
    ['to the world', post('post', 'public'), alone, 'public'],
    ['to the world, where the server does not say more', post('comment'), alone, 'public'],
    ['to whoever may read the post', post('post', 'limited'), alone, 'limited'],
    ['to the author of a private message', post('direct', 'direct'), alone, 'direct'],
    ['to the author of a private message, where the server does not say more', post('direct'), alone, 'direct'],
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
  ['a server that does not say', post('post', 'public'), undefined, false],
  ['what is private already', post('direct', 'direct'), 'yes', false],
  ['a mail', post('mail', 'direct'), 'yes', false],
] as const)('going private: %s', (_, target, is, expected) => {
  const can = { direct: is && { is } } as unknown as ThreadItem['can'];
  expect(canGoPrivate({ post: target, can })).toBe(expected);
});

it('only mailboxes that work send letters', () => {
  const channel = (connector: string, state: string) => ({ id: `${connector} ${state}`, connector, state }) as Channel;
  const channels = [channel('email', 'active'), channel('email', 'paused'), channel('bluesky', 'active')];
  expect(mailboxes(channels).map(({ id }) => id)).toEqual(['email active']);
  expect(mailboxes(null)).toEqual([]);
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
