import { describe, expect, it } from 'vitest';
import { type Known, recallBrand, rememberBrand, sourceOf, stepOf } from './progress';

const known = (change: Partial<Known>): Known => ({ needsOwner: false, signedIn: true, brands: [], ...change });
const acme = { id: 'b1' };

describe('the wizard continues where it stood', () => {
  it.each([
    ['a fresh machine', known({ needsOwner: true, signedIn: false }), null, 'account'],
    ['set up by somebody else', known({ signedIn: false }), null, 'login'],
    ['owner, no brand', known({}), null, 'brand'],
    ['brand named, no source yet', known({ brands: [acme] }), 'b1', 'source'],
    ['one more brand', known({ brands: [acme] }), null, 'brand'],
    ['a remembered brand that is gone', known({ brands: [acme] }), 'gone', 'brand'],
  ])('%s', (_, server, begun, step) => expect(stepOf(server, begun)).toBe(step));

  it.each([['feed', 'feed'], ['carrier_pigeon', null], [null, null]])('source %s', (name, source) => expect(sourceOf(name)).toBe(source));
});

describe('what the tab remembers', () => {
  it('comes back', () => {
    const kept = new Map<string, string>();
    rememberBrand({ setItem: (key, value) => void kept.set(key, value) }, 'b1');
    expect(recallBrand({ getItem: (key) => kept.get(key) ?? null })).toBe('b1');
  });

  it('may be forbidden', () => {
    const forbidden = () => {
      throw new Error('denied');
    };
    expect(recallBrand({ getItem: forbidden })).toBeNull();
    expect(recallBrand(undefined)).toBeNull();
    expect(() => rememberBrand({ setItem: forbidden }, 'b1')).not.toThrow();
  });
});
