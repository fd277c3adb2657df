import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseDetail, Reply, ThreadItem } from '../api/types';
import type { OpenCase } from '../case/case.svelte';
import { Composer } from './composer.svelte';

type Answer = { status: number; body: unknown };

const refused = (code: string, params: unknown = {}): Answer => ({ status: 409, body: { error: { code, message: code, params } } });
const taken: Answer = { status: 201, body: { id: '9', state: 'queued' } };

/** What was asked of the server for replies, in order; drafts are taken silently. */
let asked: Record<string, unknown>[];
/** The drafts that were kept. */
let drafts: Record<string, unknown>[];
let answers: Answer[];

beforeEach(() => {
  asked = [];
  drafts = [];
  answers = [];
  vi.stubGlobal('fetch', (path: string, { body, method }: { body?: string; method: string }) => {
    if (path.endsWith('/cancel')) return Promise.resolve(new Response('{}', { status: 200 }));
    const isReply = method === 'POST' && path.endsWith('/replies');
    if (isReply) asked.push(JSON.parse(body ?? '{}') as Record<string, unknown>);
    if (method === 'PUT' && path.endsWith('/draft')) drafts.push(JSON.parse(body ?? '{}') as Record<string, unknown>);
    const { status, body: answer } = (isReply ? answers.shift() : undefined) ?? { status: 200, body: {} };
    return Promise.resolve(new Response(JSON.stringify(answer), { status }));
  });
});
afterEach(() => vi.unstubAllGlobals());

function compose(direct: 'yes' | 'no', text = '@sora 죄송합니다'): Composer {
  const target = { post: { id: '5', kind: 'post', visibility: 'public', network: 'mastodon' }, can: { direct: { is: direct } } } as unknown as ThreadItem;
  const limits = { counter: 'codepoints', units_max: 100, bytes_max: 1000, parts_max: 1, units_per_url: 0 };
  const nothing = () => undefined;
  const openCase = { id: '3', live: { brandId: '1', channels: [] }, row: { thread_version: 7 }, target, detail: { case: { network: 'mastodon' }, answer_channels: [], answering: { limits } }, say: nothing, tookReply: nothing, refreshSoon: nothing };
  const composer = new Composer(openCase as unknown as OpenCase);
  composer.text = text;
  composer.wrote();
  return composer;
}

describe('a private answer', () => {
  it('is asked about before it reaches others, and is the same answer when it leaves after all', async () => {
    const composer = compose('yes');
    answers = [refused('reaches_others', { others: ['sora@other.example'] }), taken];
    composer.togglePrivate();
    await composer.send();
    expect(composer.others).toEqual(['sora@other.example']);
    expect(composer.text).toBe('@sora 죄송합니다');
    await composer.sendToOthers();
    expect(composer.text).toBe('');
    expect(asked.map(({ privately, reaches_others }) => [privately, reaches_others])).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(asked[1]?.['client_key']).toBe(asked[0]?.['client_key']);
    expect(composer.wantsPrivate).toBe(false);
  });

  it('is asked about again when the text has changed', async () => {
    const composer = compose('yes');
    answers = [refused('reaches_others', { others: ['sora'] }), refused('reaches_others', { others: ['sora'] }), taken];
    composer.togglePrivate();
    await composer.send();
    await composer.sendToOthers();
    composer.keepWriting();
    composer.text += '!';
    composer.wrote();
    await composer.send();
    expect(asked.map(({ reaches_others }) => reaches_others)).toEqual([false, true, false]);
    expect(asked[2]?.['client_key']).not.toBe(asked[0]?.['client_key']);
  });

  it('is not to be had where the network has none', async () => {
    const composer = compose('no');
    answers = [taken];
    composer.togglePrivate();
    expect(composer.audience).toBe('public');
    await composer.send();
    expect(asked[0]?.['privately']).toBe(false);
  });

  it('does not become a public one without a word', async () => {
    const composer = compose('no');
    answers = [taken];
    composer.wantsPrivate = true;
    await composer.send();
    expect([asked.length, composer.problem]).toEqual([0, 'composer.notPrivate']);
    await composer.send();
    expect(asked.map(({ privately }) => privately)).toEqual([false]);
  });
});

describe('a letter', () => {
  it('leaves from its mailbox, and only with an address and a subject', async () => {
    const composer = compose('no', 'x'.repeat(200));
    answers = [taken];
    expect(composer.canSend).toBe(false);
    composer.writeLetter({ to: 'jiwoo', subject: 'Your order', channelId: '12' });
    expect([composer.audience, composer.canSend]).toEqual(['letter', true]);
    await composer.send();
    expect(composer.letterProblems).toEqual({ to: 'letterBadAddress' });
    if (composer.letter) composer.letter.to = ' jiwoo@mail.example ';
    await composer.send();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ channel_id: '12', letter: { to: 'jiwoo@mail.example', subject: 'Your order' }, privately: false });
    expect(composer.letter).toBeNull();
  });

  it('is another answer than the same words on the network', async () => {
    const composer = compose('no');
    answers = [refused('already_answered'), taken];
    await composer.send();
    composer.writeLetter({ to: 'jiwoo@mail.example', subject: 'Hello', channelId: '12' });
    await composer.sendDespite();
    expect(asked.map(({ despite }) => despite)).toEqual([false, true]);
    expect(asked[1]?.['client_key']).not.toBe(asked[0]?.['client_key']);
  });
});

it('what is inserted stands below what was written', () => {
  const composer = compose('no', '죄송합니다.  ');
  composer.insert('https://desk.example/w/1');
  expect(composer.text).toBe('죄송합니다.\n\nhttps://desk.example/w/1');
});

it('what is taken back is meant for the same readers as before', async () => {
  const composer = compose('yes', '');
  await composer.undo({ id: '9', post_id: '5', channel_id: '2', text: '죄송합니다', privately: true, letter: null } as Reply);
  expect([composer.text, composer.audience]).toEqual(['죄송합니다', 'direct']);
  await composer.undo({ id: '10', post_id: '5', channel_id: '12', text: '안녕하세요', privately: false, letter: { to: 'jiwoo@mail.example', subject: '안내' } } as Reply);
  expect([composer.audience, composer.letter]).toEqual(['letter', { to: 'jiwoo@mail.example', subject: '안내', channelId: '12' }]);
});

describe('a draft', () => {
  const detailWith = (draft: unknown) => ({ draft, case: { thread_version: 7 } }) as unknown as CaseDetail;

  it('is kept with the way it is meant to leave, also when only that changes', async () => {
    const composer = compose('yes');
    await composer.save();
    composer.togglePrivate();
    await composer.save();
    composer.writeLetter({ to: 'jiwoo@', subject: '', channelId: '12' });
    await composer.save();
    await composer.save();
    expect(drafts.map(({ privately, letter, channel_id }) => [privately, letter, channel_id])).toEqual([
      [false, null, null],
      [true, null, null],
      [true, { to: 'jiwoo@', subject: '' }, '12'],
    ]);
  });

  it('that was begun in private goes on so on another screen', () => {
    const composer = compose('yes', '');
    composer.take(detailWith({ text: '죄송합니다', thread_version: 5, privately: true, letter: null, channel_id: null }));
    expect([composer.text, composer.audience, composer.saving]).toEqual(['죄송합니다', 'direct', 'saved']);
  });

  it('of a letter goes on as one', () => {
    const composer = compose('no', '');
    composer.take(detailWith({ text: '안녕하세요', thread_version: 5, privately: false, letter: { to: 'jiwoo@', subject: '' }, channel_id: '12' }));
    expect(composer.letter).toEqual({ to: 'jiwoo@', subject: '', channelId: '12' });
  });
});
