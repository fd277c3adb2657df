// The dictionaries are complete, differ from each other and agree on their placeholders.
import { describe, expect, it } from 'vitest';
import en from './en';
import enPages from './en/pages';
import ja from './ja';
import jaPages from './ja/pages';
import ko from './ko';
import koPages from './ko/pages';
import { SAME_IN_EVERY_LANGUAGE } from './same';
import type { Entry } from './types';

type Flat = Map<string, Entry>;

function flatten(dictionary: object): Flat {
  const flat: Flat = new Map();
  for (const [area, entries] of Object.entries(dictionary)) for (const [name, entry] of Object.entries(entries as object)) flat.set(`${area}.${name}`, entry as Entry);
  return flat;
}

const wordings = (entry: Entry) => (typeof entry === 'string' ? [entry] : Object.values(entry as object as Record<string, string>));
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]))].toSorted();

const english = flatten({ ...en, ...enPages });
const others = [
  ['ko', flatten({ ...ko, ...koPages }), /[가-힣]/],
  ['ja', flatten({ ...ja, ...jaPages }), /[ぁ-んァ-ヶ一-龠]/],
] as const;

describe.each(others)('%s', (_, dictionary, script) => {
  it('has the keys of English and no others', () => {
    expect([...dictionary.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('has no empty text', () => {
    expect([...dictionary].filter(([, entry]) => wordings(entry).some((text) => text.trim() === ''))).toEqual([]);
  });

  it('differs from English', () => {
    const same = [...dictionary].filter(([key, entry]) => wordings(entry).some((text) => wordings(english.get(key) ?? '').includes(text)));
    expect(same.map(([key]) => key).filter((key) => !SAME_IN_EVERY_LANGUAGE.has(key))).toEqual([]);
  });

  it('is written in its own script', () => {
    const foreign = [...dictionary].filter(([, entry]) => wordings(entry).some((text) => !script.test(text)));
    expect(foreign.map(([key]) => key).filter((key) => !SAME_IN_EVERY_LANGUAGE.has(key))).toEqual([]);
  });

  it('has the placeholders of English', () => {
    const differing = [...dictionary].filter(([key, entry]) => {
      const source = english.get(key) ?? '';
      const wanted = placeholders(typeof source === 'string' ? source : source.other);
      return placeholders(typeof entry === 'string' ? entry : entry.other).join() !== wanted.join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

it('Korean and Japanese are not copies of each other', () => {
  const [, korean] = others[0];
  const [, japanese] = others[1];
  const same = [...korean].filter(([key, entry]) => wordings(japanese.get(key) ?? '').includes(wordings(entry)[0] ?? ''));
  expect(same.map(([key]) => key).filter((key) => !SAME_IN_EVERY_LANGUAGE.has(key))).toEqual([]);
});

it('the list of exceptions holds no key that is gone', () => {
  expect([...SAME_IN_EVERY_LANGUAGE].filter((key) => !english.has(key))).toEqual([]);
});

describe('what is on screen before a page is opened', () => {
  const sources = import.meta.glob<string>(['../**/*.svelte', '../**/*.ts', '!../pages/**', '!../**/*.test.ts', '!../i18n/**'], { query: '?raw', import: 'default', eager: true });

  it('says nothing that only the words of pages hold', () => {
    const words = new RegExp(`\\bt\\(\\s*['"\`](${Object.keys(enPages).join('|')})\\.`);
    expect(Object.keys(sources).length).toBeGreaterThan(50);
    expect(Object.keys(sources).filter((path) => words.test(sources[path] ?? ''))).toEqual([]);
  });

  it('is made of no component of a page', () => {
    const fromPages = /^\s*import \w+ from '[^']*\/pages\/[^']*\.svelte'/m;
    expect(Object.keys(sources).filter((path) => fromPages.test(sources[path] ?? ''))).toEqual([]);
  });
});
