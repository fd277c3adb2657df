import { beforeAll, describe, expect, it } from 'vitest';
import frame from '../../i18n/ko';
import pages from '../../i18n/ko/pages';
import { i18n } from '../../i18n';
import type { Mute } from '../monitors/types';
import { again, phraseOf, phraseQuery, saidOf } from './muting';
import { becauseOf, explain, spellingsOf } from './why';

beforeAll(() => {
  i18n.locale = 'ko';
  i18n.dictionary = { ...frame, ...pages };
});

const span = (variant: string | null) => ({ start: 0, end: 9, term: '아크메', variant, reason: variant === null ? null : 'jamo:ㅔ→ㅐ' });
const mentions = [
  { monitor_id: null, spans: [] },
  { monitor_id: '7', spans: [span(null), span('아크매'), span('아크매')] },
];

describe('why a post is here', () => {
  it('names monitors, not that it was addressed', () => expect(becauseOf(mentions).map(({ monitorId }) => monitorId)).toEqual(['7']));
  it('says each word once', () => {
    expect(becauseOf(mentions)[0]?.spans.map(explain)).toEqual(['‘아크메’가 들어 있습니다.', '‘아크메’ 대신 ‘아크매’: ㅔ를 ㅐ로 잘못 씀']);
  });
  it('offers spellings to be muted, never the term itself', () => {
    expect(spellingsOf(becauseOf(mentions))).toEqual([{ monitorId: '7', spelling: { term: '아크메', text: '아크매' } }]);
  });
});

describe('muting', () => {
  it.each([
    [{ is: 'author', author_id: '3' }, '이제 모니터가 민아 님의 글을 받지 않습니다.'],
    [{ is: 'phrase', text: '무료 나눔' }, '‘무료 나눔’이 든 글을 뮤트했습니다.'],
    [{ is: 'variant', monitor_id: '7', spelling: { term: '아크메', text: '악메' } }, '‘냉장고’에서 ‘악메’ 표기를 뮤트했습니다.'],
  ] as const)('%j says so', (what, said) => expect(saidOf(what, { author: '민아', monitor: '냉장고' })).toBe(said));

  it('can be done again after it was taken back', () => {
    const mute: Mute = { id: '1', what: { is: 'author', author_id: '3', native_id: 'did:x', name: '민아' }, by: null, created_at: 0 };
    expect(again(mute)).toEqual({ is: 'author', author_id: '3' });
  });

  it.each([
    ['  무료\n 나눔 ', '무료 나눔'],
    ['가'.repeat(101), ''],
    ['', ''],
  ])('a selection becomes a phrase: %j', (selected, phrase) => expect(phraseOf(selected)).toBe(phrase));

  it('a phrase with quotes stays one phrase', () => expect(phraseQuery('the “best” deal')).toBe('"the  best  deal"'));
});
