import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../../i18n/en/pages';
import ja from '../../i18n/ja/pages';
import ko from '../../i18n/ko/pages';
import type { LocaleCode } from '../../api/types';
import { i18n } from '../../i18n';
import { notBoxesSentence, problemSentence } from './problems';

const DICTIONARIES = { en, ko, ja };

function speak(locale: LocaleCode) {
  i18n.locale = locale;
  i18n.dictionary = DICTIONARIES[locale] as unknown as typeof i18n.dictionary;
}

const source = (file: string) => readFileSync(new URL(`../../../../crates/listen/src/query/${file}`, import.meta.url), 'utf8');
const found = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];

/** The server's own lists: a code that is new there fails here until it has words. */
const PROBLEMS = found(source('problem.rs'), /^ {4}"([a-z_]+)",$/gm);
const NOT_BOXES = found(source('boxes.rs'), /(?:no_box\(|code: |=> |is_mixed \{ |else \{ )"([a-z_]+)"/g);

describe.each(['en', 'ko', 'ja'] as const)('in %s', (locale) => {
  it('every problem has a sentence', () => {
    speak(locale);
    expect(PROBLEMS.length).toBeGreaterThan(20);
    for (const code of PROBLEMS) {
      const said = problemSentence({ code, about: 'x' });
      expect(said, code).not.toBe(DICTIONARIES[locale].query.problemOther.replace('{code}', code));
      expect(said, code).not.toMatch(/[{}[\]|]/);
    }
  });

  it('every reason against boxes has one', () => {
    speak(locale);
    expect(NOT_BOXES.length).toBeGreaterThan(8);
    for (const code of NOT_BOXES) expect(notBoxesSentence({ code, part: 'x' }), code).not.toBe(DICTIONARIES[locale].query.notBoxes_other);
  });
});

it('a part that lets everything in is named', () => {
  speak('en');
  expect(problemSentence({ code: 'query_unanchored', about: 'has:link' })).toContain('has:link');
  expect(problemSentence({ code: 'query_unanchored', about: null })).not.toContain('“');
});

it('a code that nobody knows is shown', () => {
  speak('ko');
  expect(problemSentence({ code: 'solar_flare', about: null })).toContain('solar_flare');
});
