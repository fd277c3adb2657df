import { describe, expect, it } from 'vitest';
import { mastodonConfig, mastodonServer, serverAddress } from './mastodon';

describe('a server is known by what people type', () => {
  it.each([
    ['mastodon.social', 'https://mastodon.social'],
    [' https://planet.moe/home ', 'https://planet.moe'],
    ['@acme@mstdn.jp', 'https://mstdn.jp'],
    ['acme@mstdn.jp', 'https://mstdn.jp'],
    ['http://127.0.0.1:28080', 'http://127.0.0.1:28080'],
    ['localhost:3000', 'https://localhost:3000'],
    ['acme', ''],
    ['', ''],
    ['https://user:secret@mastodon.social', ''],
    ['not a server', ''],
  ])('%s', (typed, server) => {
    expect(serverAddress(typed)).toBe(server);
    expect(mastodonServer(typed)).toBe(server === '' ? 'not_url' : null);
  });

  it('takes hashtags apart as people write them', () => {
    const { tags } = mastodonConfig({ server: 'planet.moe', tags: '#acme, 아크메、＃アクメ', public: 'off' });
    expect(tags).toEqual(['acme', '아크메', 'アクメ']);
  });
});
