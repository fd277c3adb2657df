import { describe, expect, it } from 'vitest';
import {
  blueskyIdentifier, check, emailAddress, firstError, fromServer, newPassword, optional, passwordStrength, streamAddress, tidyHandle, webAddress,
  wholeNumber,
} from './validate';

describe("a field's rule answers with the first thing that is wrong", () => {
  const cases: [string, (value: string) => string | null, string, string | null][] = [
    ['no e-mail', emailAddress, '', 'required'],
    ['an e-mail without a domain', emailAddress, 'mina@', 'email'],
    ['an e-mail with a blank', emailAddress, 'mi na@acme.kr', 'email'],
    ['an e-mail', emailAddress, ' mina@acme.co.kr ', null],
    ['a short password', newPassword, '짧아요', 'too_short'],
    ['ten Korean characters are ten', newPassword, '열글자로만든비밀번호요', null],
    ['a handle with @', blueskyIdentifier, '@acme.bsky.social', null],
    ['a handle with an invisible mark', blueskyIdentifier, '\u202aacme.test\u202c', null],
    ['a DID', blueskyIdentifier, 'did:plc:abc234', null],
    ["the account's e-mail", blueskyIdentifier, "care@acme.kr", null],
    ['a name is no handle', blueskyIdentifier, 'acme', 'not_handle'],
    ['a handle with a blank', blueskyIdentifier, 'acme .social', 'not_handle'],
    ['a self-hosted service', webAddress, 'http://127.0.0.1:2583', null],
    ['no scheme', webAddress, 'acme.kr/feed', 'not_url'],
    ['a script is no address', webAddress, 'javascript:alert(1)', 'not_url'],
    ['a stream', streamAddress, 'wss://jetstream.example/subscribe', null],
    ['a page is no stream', streamAddress, 'https://jetstream.example', 'not_url'],
    ['nothing, where nothing is fine', optional(webAddress), '  ', null],
    ['minutes', wholeNumber(1, 10080), '60', null],
    ['no minutes', wholeNumber(1, 10080), '0', 'out_of_range'],
    ['half minutes', wholeNumber(1, 10080), '1.5', 'not_number'],
  ];
  it.each(cases)('%s', (_, rule, value, expected) => expect(rule(value)).toBe(expected));
});

describe('a form', () => {
  it('collects errors and finds the first on the screen', () => {
    const errors = check({ name: '', email: 'x' }, { name: (v) => (v ? null : 'required'), email: emailAddress });
    expect(errors).toEqual({ name: 'required', email: 'email' });
    expect(firstError(errors, ['email', 'name'])).toBe('email');
    expect(firstError({}, ['email', 'name'])).toBeNull();
  });

  it("takes the server's complaints about its own fields, and only those", () => {
    const params = { fields: [{ field: 'email', code: 'not_an_email' }, { field: 'user.name', code: 'something_new' }, { field: 'other', code: 'required' }] };
    expect(fromServer(params, ['name', 'email'])).toEqual({ email: 'email', name: 'invalid' });
    expect(fromServer(undefined, ['name'])).toEqual({});
    expect(fromServer({ fields: 'nonsense' }, ['name'])).toEqual({});
  });
});

describe('small things that people paste and type', () => {
  it('tidies handles', () => expect(tidyHandle(' @acme.kr\u200b ')).toBe('acme.kr'));

  it.each([
    ['short', 'short'],
    ['aaaaaaaaaaaa', 'fair'],
    ['ten chars!', 'fair'],
    ['correct horse battery', 'good'],
    ['냉장고가 세번째 고장났어요', 'good'],
  ])('%s is %s', (password, strength) => expect(passwordStrength(password)).toBe(strength));
});
