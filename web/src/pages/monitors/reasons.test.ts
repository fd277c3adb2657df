import { beforeAll, describe, expect, it } from 'vitest';
import en from '../../i18n/en/pages';
import ja from '../../i18n/ja/pages';
import ko from '../../i18n/ko/pages';
import type { LocaleCode } from '../../api/types';
import { i18n } from '../../i18n';
import { formsOf, grouped, kindName, partsOf, REASON_KINDS, sentence } from './reasons';

const DICTIONARIES = { en, ko, ja } as Record<LocaleCode, typeof en>;

function speak(locale: LocaleCode) {
  i18n.locale = locale;
  i18n.dictionary = DICTIONARIES[locale] as unknown as typeof i18n.dictionary;
}

/** As the server writes them, one of each kind and form. */
const EXAMPLES: readonly (readonly [reason: string, ko: string])[] = [
  ['jamo:ㅔ→ㅐ', 'ㅔ를 ㅐ로 잘못 씀'],
  ['jamo_missing:ㅡ', 'ㅡ가 빠짐'],
  ['jamo_doubled:ㅋ', 'ㅋ을 두 번 침'],
  ['neighbour_key:ㅁ→ㄴ', 'ㅁ 옆의 ㄴ을 누름'],
  ['layout:ko', '한글 자판인 채로 침'],
  ['layout:en', '영문 자판인 채로 침'],
  ['layout:ja', '일본어 자판인 채로 침'],
  ['spacing', '띄어쓰기가 다름'],
  ['confusion:ㅚ→ㅙ', 'ㅚ와 ㅙ를 헷갈림'],
  ['final:ㄱ→ㅋ', 'ㄱ을 소리 나는 대로 ㅋ으로 씀'],
  ['kana:ア→あ', 'ア를 다른 가나 あ로 씀'],
  ['kana_width', '가나의 전각·반각이 다름'],
  ['long_vowel:ー', '장음 부호 ‘ー’를 빼거나 더함'],
  ['long_vowel:ー→ウ', '장음 ー를 ウ로 씀'],
  ['small_kana:ッ', '작은 ッ를 빼거나 더함'],
  ['small_kana:ィ→イ', 'ィ를 イ로 씀(큰 가나·작은 가나)'],
  ['vu:ヴァ→バ', 'ヴァ를 バ로 씀'],
  ['voiced:ハ→バ', 'ハ와 バ의 탁점을 헷갈림'],
  ['voiced', '탁점을 따로 침'],
  ['romaji:hepburn', '로마자로 씀'],
  ['romaji:ンナ→ナ', '입력 중에 ンナ가 ナ가 됨'],
  ['insert:m', 'm이 더 들어감'],
  ['missing:c', 'c가 빠짐'],
  ['swap:cm→mc', 'cm을 mc로 순서를 바꿔 씀'],
  ['doubled:m', 'm을 두 번 씀'],
  ['qwerty:c→v', 'c 옆의 v를 누름'],
  ['lookalike:o→0', 'o와 닮은 0을 씀'],
  ['diacritics:é→e', 'é를 e로 씀(악센트)'],
  ['also:acme', '팀에서 추가한 표기'],
];

describe('a sentence for every kind', () => {
  it('of which each has an example here', () => {
    expect(REASON_KINDS.filter((kind) => !EXAMPLES.some(([reason]) => partsOf(reason).kind === kind))).toEqual([]);
  });

  it.each(EXAMPLES)('%s', (reason, korean) => {
    speak('ko');
    expect(sentence(reason)).toBe(korean);
  });

  it.each(['en', 'ja'] as const)('is whole in %s', (locale) => {
    speak(locale);
    for (const [reason] of EXAMPLES) {
      const said = sentence(reason);
      expect(said, reason).not.toMatch(/[{}[\]|]|^(pair|one|plain|layout|name)_/);
      for (const part of [partsOf(reason).from, partsOf(reason).to]) expect(said, reason).toContain(part);
    }
  });

  it.each(['en', 'ko', 'ja'] as const)('and a name in %s', (locale) => {
    speak(locale);
    const words = DICTIONARIES[locale].variants as unknown as Record<string, string>;
    for (const kind of REASON_KINDS) {
      expect(kindName(kind)).toBe(words[`name_${kind}`]);
      for (const form of formsOf(kind)) if (form !== 'layout') expect(words[`${form}_${kind}`], `${form}_${kind}`).toBeTruthy();
    }
  });
});

describe('a reason that is not as expected', () => {
  beforeAll(() => speak('en'));
  it('of an unknown kind is shown as it is', () => expect(sentence('telepathy:x')).toBe('telepathy:x'));
  it('without its detail is the name of its kind', () => expect(sentence('jamo')).toBe('Korean letters mistaken'));
  it('with another detail shows it', () => expect(sentence('jamo:ㅔ')).toBe('Korean letters mistaken (ㅔ)'));
  it('of a keyboard that we do not name', () => expect(sentence('layout:ru')).toBe('Wrong keyboard language'));
  it('may hold a colon', () => expect(partsOf('also:a:b').detail).toBe('a:b'));
});

it('a spelling of a spelling that people added says whose it is', () => {
  speak('en');
  expect([sentence('also:acme', 'acme'), sentence('also:acme', 'acmee')]).toEqual(['added by your team', 'a spelling of “acme”, which your team added']);
});

it('groups keep the order of the likeliest, with what people added first', () => {
  const spelling = (text: string, reason: string) => ({ text, reason, on: true, noise: 0 });
  const groups = grouped([spelling('a', 'jamo:ㅔ→ㅐ'), spelling('b', 'spacing'), spelling('c', 'jamo:ㅏ→ㅓ'), spelling('d', 'also:d')]);
  expect(groups.map(({ kind, spellings }) => [kind, spellings.map(({ text }) => text).join('')])).toEqual([
    ['also', 'd'],
    ['jamo', 'ac'],
    ['spacing', 'b'],
  ]);
});
