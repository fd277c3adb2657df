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
    const { confirmed } = compared({ ...all, kinds: [...all.kinds], risks: [] }, { ...all, kinds: [...all.kinds], risks: [] });
    expect(telling(confirmed).map(({ field }) => field)).toEqual(['sentiment', 'kind']);
    expect(telling(confirmed.filter(({ field }) => field === 'troll'))).toHaveLength(1);
  });

  it('says nothing of fields that it does not speak of', () => {
    expect(compared({}, { sentiment: 'positive' })).toEqual({ changed: [], confirmed: [] });
  });
});
