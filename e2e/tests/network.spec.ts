// The API from end to end, without a browser: the same job, seen from a script.
import type { CaseDetail, CaseRow, Reply } from '../support/api';
import { connectAccount, listenToStream, type ThreadView } from '../support/bluesky';
import { expect, test } from '../support/fixtures';

const soon = { timeout: 15_000, intervals: [50] };

test('a tagged post and one that only names the brand become cases, are answered, edited and deleted', async ({ api, network, shop, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  await connectAccount(api, brand, network, shop);
  await listenToStream(api, brand, network);

  const caseAbout = (words: string) => async () => (await api.cases(brand)).find((row) => row.preview.text.includes(words));
  const arrived = async (words: string): Promise<CaseRow> => {
    await expect.poll(caseAbout(words), soon).toBeTruthy();
    return (await caseAbout(words)())!;
  };

  // The stream must be connected before anybody speaks: without a cursor it starts at the present.
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers, soon).toBe(1);

  const tagged = await customer.post(`@${shop.handle} 배송이 너무 늦어요`, { tags: { [shop.handle]: shop.did } });
  const untagged = await customer.post('아크메 냉장고 또 고장.. 세번째다 진짜');

  const taggedRow = await arrived('배송이');
  const row = await arrived('세번째다');
  expect(row.assessment.language.value).toBe('ko');
  expect(hitWords(row)).toContain('아크메');
  expect((await api.cases(brand)).length, 'each post once, whichever way it came').toBe(2);

  const reply = await answer(taggedRow, '불편을 드려 죄송합니다. 바로 확인하겠습니다.');
  await expect.poll(async () => (await replyNow(taggedRow, reply)).state, soon).toBe('sent');
  expect((await replyNow(taggedRow, reply)).permalink).toMatch(/^https:\/\/bsky\.app\/profile\//);
  const under = async () => (await network.public<{ thread: ThreadView }>('app.bsky.feed.getPostThread', { uri: tagged.uri })).thread.replies ?? [];
  await expect.poll(async () => (await under()).length, soon).toBe(1);
  expect((await under())[0]!.post.record).toMatchObject({ text: '불편을 드려 죄송합니다. 바로 확인하겠습니다.', reply: { parent: { uri: tagged.uri }, root: { uri: tagged.uri } } });
  expect((await shop.posts()).length, 'sent once').toBe(1);

  await customer.edit(untagged.uri, '아크메 냉장고 또 고장.. 네번째다 진짜');
  await expect.poll(async () => (await first(row)).revisions.length, soon).toBe(1);
  expect((await first(row)).post.text).toContain('네번째다');
  expect((await first(row)).revisions[0]!.text).toContain('세번째다');

  await customer.remove(untagged.uri);
  await expect.poll(async () => (await first(row)).post.deleted_at, soon).not.toBeNull();
  expect((await first(row)).post.text, 'what was said stays on record').toContain('네번째다');

  function detail(of: CaseRow): Promise<CaseDetail> {
    return api.detail(brand, of);
  }
  async function first(of: CaseRow) {
    return (await detail(of)).thread[0]!;
  }
  async function replyNow(of: CaseRow, which: Reply): Promise<Reply> {
    return (await detail(of)).replies.find(({ id }) => id === which.id)!;
  }
  async function answer(of: CaseRow, text: string): Promise<Reply> {
    const { case: now } = await detail(of);
    return api.post(`/brands/${brand.id}/cases/${of.id}/replies`, {
      post_id: now.preview.post_id, text, thread_version: now.thread_version, client_key: 'once', undo_ms: 0,
    });
  }
});

test('a lost answer of the network sends nothing twice', async ({ api, network, shop, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('Acme');
  await connectAccount(api, brand, network, shop, network.faulty_pds);
  await customer.post(`@${shop.handle} hello?`, { tags: { [shop.handle]: shop.did }, langs: ['en'] });
  await expect.poll(async () => (await api.cases(brand)).length, { ...soon, timeout: 45_000 }).toBe(1);
  const [row] = await api.cases(brand);

  await network.controlled('/pds/faults', { kind: 'lose_answer', path: 'createRecord' });
  await api.post(`/brands/${brand.id}/cases/${row!.id}/replies`, {
    post_id: row!.preview.post_id, text: 'Hello! We are here.', thread_version: row!.thread_version, client_key: 'once', undo_ms: 0,
  });
  await expect.poll(async () => (await api.detail(brand, row!)).replies[0]!.state, { ...soon, timeout: 60_000 }).toBe('sent');
  expect((await shop.posts()).map(({ value }) => value.text)).toEqual(['Hello! We are here.']);
});

test('a stream that breaks, repeats itself and talks nonsense loses nothing and doubles nothing', async ({ api, network, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  const channel = await listenToStream(api, brand, network);
  const connected = async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers;
  await expect.poll(connected, soon).toBe(1);
  const said: string[] = [];
  const say = async (words: string) => {
    said.push(`아크메 ${words}`);
    await customer.post(said.at(-1)!);
  };

  await say('하나');
  await expect.poll(async () => (await api.cases(brand)).length, soon).toBe(1);
  await network.controlled('/stream/drop', { inside: true });
  await say('둘');
  await network.controlled('/stream/faults', { duplicate: true });
  await say('셋');
  await expect.poll(connected, soon).toBe(1);
  await network.controlled('/stream/raw', { text: '{"did":"did:plc:x","time_us":1,"kind":"commit","commit":{"아크메' });
  await network.controlled('/stream/raw', { base64: Buffer.from([0xff, 0xfe, 0x00, 0x80]).toString('base64') });
  await network.controlled('/stream/faults', { duplicate: false });
  await say('넷');

  await expect.poll(async () => (await api.cases(brand)).map((row) => row.preview.text).sort(), soon).toEqual(said.toSorted());
  const [now] = (await api.channels(brand)).filter(({ id }) => id === channel.id);
  expect(now!.gaps, 'everything was replayed: no gap').toEqual([]);
});

function hitWords(row: CaseRow): string[] {
  const bytes = Buffer.from(row.preview.text);
  return row.preview.hits.map(([start, end]) => bytes.subarray(start, end).toString());
}
