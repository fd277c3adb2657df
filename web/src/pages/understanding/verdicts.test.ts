import { describe, expect, it } from 'vitest';
import { compared, telling } from './verdicts';

describe('a verdict beside what was said before', () => {
  it('tells what changed and what was confirmed', () => {
    const { changed, confirmed } = compared({ sentiment: 'negative', kinds: ['complaint', 'question'], troll: false }, { sentiment: 'neutral', kinds: ['question', 'complaint'], troll: false });
    expect(changed).toEqual([{ field: 'sentiment', was: ['neutral'], is: ['negative'] }]);
    expect(confirmed.map(({ field }) => field)).toEqual(['kind', 'troll']);
  });

  it('keeps apart what was unknown and what was none', () => {
    expect(compared({ risks: [], humour: true }, { risks: ['legal'] }).changed).toEqual([
      { field: 'risk', was: ['legal'], is: [] },
      { field: 'humour', was: null, is: ['yes'] },
    ]);
  });

  it('tells of a confirmation what the post is, not all that it is not', () => {
    const all = { sentiment: 'neutral', kinds: ['question'], abuse: 'none', troll: false, motive: 'none', risks: [] } as const;
    const same = compared({ ...all, kinds: [...all.kinds], risks: [] }, { ...all, kinds: [...all.kinds], risks: [] });
    expect(telling(same).map(({ field }) => field)).toEqual(['sentiment', 'kind']);
    expect(telling(compared({ troll: false }, { troll: false })).map(({ field }) => field)).toEqual(['troll']);
    expect(telling(compared({ troll: false, humour: true }, { troll: false, humour: false }))).toEqual([]);
  });

  it('says nothing of fields that it does not speak of', () => {
    expect(compared({}, { sentiment: 'positive' })).toEqual({ changed: [], confirmed: [] });
  });
});
