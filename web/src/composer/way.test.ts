import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepWay, keptWay } from './way';

const letter = { to: 'jiwoo@mail.example', subject: 'Your order', channelId: '12' };
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['in private', { privately: true, letter: null }],
  ['as a letter', { privately: false, letter }],
])('an answer that was begun %s goes on so, in its own case', (_, way) => {
  keepWay('3', way);
  expect(keptWay('3')).toEqual(way);
  expect(keptWay('4')).toBeNull();
});

it('a public one leaves nothing behind', () => {
  keepWay('3', { privately: true, letter });
  keepWay('3', { privately: false, letter: null });
  expect(stored.size).toBe(0);
});

it('what somebody else put there is not believed', () => {
  for (const text of ['{', '7', '{"privately":"yes","letter":{"to":1}}', 'null']) {
    stored.set('answerable.way.3', text);
    expect(keptWay('3')).toEqual(text.startsWith('{"') || text === '7' ? { privately: false, letter: null } : null);
  }
});

it('without a store nothing fails', () => {
  vi.unstubAllGlobals();
  expect(() => keepWay('3', { privately: true, letter: null })).not.toThrow();
  expect(keptWay('3')).toBeNull();
});
