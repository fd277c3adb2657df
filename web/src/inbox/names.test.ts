import { expect, it } from 'vitest';
import type { AuthorBrief } from '../api/types';
import { authorName, handleOf } from './names';

const author = (network: string, handle: string | null, display_name: string | null = null) => ({ network, handle, display_name }) as AuthorBrief;

it.each([
  ['mastodon', 'kim@social.example', '@kim@social.example'],
  ['bluesky', 'kim.example', '@kim.example'],
  ['email', 'kim@acme.example', 'kim@acme.example'],
  ['hacker_news', 'pg', 'pg'],
  ['telegram', null, ''],
  ['x', 'evil\u202Egpj', '@evil gpj'],
])('on %s, %s is written %j', (network, handle, expected) => {
  expect(handleOf(author(network, handle))).toBe(expected);
});

it('a person is called by their name, else by that of their account', () => {
  expect(authorName(author('email', 'kim@acme.example', 'Kim'))).toBe('Kim');
  expect(authorName(author('email', 'kim@acme.example', ' \u200b'))).toBe('kim@acme.example');
});
