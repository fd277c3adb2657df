import { describe, expect, it } from 'vitest';
import { serversOf } from './mailServers';

describe('the servers of a mailbox', () => {
  it.each([
    ['care@gmail.com', 'gmail', 'imap.gmail.com', 'smtp.gmail.com'],
    ['Care@Naver.com ', 'naver', 'imap.naver.com', 'smtp.naver.com'],
    ['help@hanmail.net', 'daum', 'imap.daum.net', 'smtp.daum.net'],
    ['info@yahoo.co.jp', 'yahoo_japan', 'imap.mail.yahoo.co.jp', 'smtp.mail.yahoo.co.jp'],
    ['me@outlook.com', 'microsoft', 'outlook.office365.com', 'smtp.office365.com'],
    ['care@acme.example', 'other', 'imap.acme.example', 'smtp.acme.example'],
  ])('%s', (address, provider, imap, smtp) => {
    const servers = serversOf(address);
    expect([servers?.provider, servers?.imap.host, servers?.smtp.host]).toEqual([provider, imap, smtp]);
  });

  it.each(['', 'care', 'care@', 'care@acme', 'a@b@'])('%s says nothing yet', (address) => expect(serversOf(address)).toBeNull());

  it('leaves copies to a provider that makes them', () => expect(serversOf('a@gmail.com')?.sent).toBe(''));
});
