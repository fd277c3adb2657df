import { describe, expect, it } from 'vitest';
import { forget, type Known, nothingRemembered, placeOf, recall, remember } from './progress';

const known = (change: Partial<Known>): Known => ({ needsOwner: false, signedIn: true, brands: [], ...change });
const acme = { id: 'b1', name: 'Acme', sandbox: false };

function memory(start: Record<string, string> = {}) {
  const kept = new Map(Object.entries(start));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('the wizard continues where it stood', () => {
  it.each([
    ['a fresh machine', known({ needsOwner: true, signedIn: false }), {}, false, { step: 'account' }],
    ["somebody else's browser", known({ signedIn: false }), {}, false, { step: "login" }],
    ['owner, no brand', known({}), {}, false, { step: 'brand' }],
    ['brand named, no source yet', known({ brands: [acme] }), { brandId: 'b1' }, false, { step: 'source' }],
    ['everything there', known({ brands: [acme] }), {}, false, { step: 'inbox', brandId: 'b1' }],
    ['another brand, asked for', known({ brands: [acme] }), {}, true, { step: 'brand' }],
    ['a remembered brand that is gone', known({}), { brandId: 'gone' }, false, { step: 'brand' }],
  ])('%s', (_, server, remembered, restarted, place) => {
    expect(placeOf(server, { ...nothingRemembered(), ...remembered }, restarted)).toEqual(place);
  });
});

describe('what the browser remembers', () => {
  it('comes back', () => {
    const storage = memory();
    remember(storage, { brandId: 'b1', brandName: '아크메', source: 'feed' });
    expect(recall(storage)).toEqual({ brandId: 'b1', brandName: '아크메', source: 'feed' });
    forget(storage);
    expect(recall(storage)).toEqual(nothingRemembered());
  });

  it.each(["not json", "[]", "42", '{"brandId":7,"source":"carrier_pigeon"}'])("is nothing when it is %s", (text) => {
    expect(recall(memory({ 'answerable.setup': text }))).toEqual(nothingRemembered());
  });

  it('may be forbidden', () => {
    const forbidden = () => {
      throw new Error('denied');
    };
    expect(recall({ getItem: forbidden })).toEqual(nothingRemembered());
    expect(() => remember({ setItem: forbidden }, nothingRemembered())).not.toThrow();
  });
});
