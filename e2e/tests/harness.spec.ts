// The instruments before the measurement: what the relay and the faulty door promise to the other tests.
import { newPerson } from '../support/bluesky';
import { expect, test } from '../support/fixtures';

interface Frame {
  did: string;
  time_us: number;
  kind: string;
  commit?: { operation: string; record?: { text: string } };
}

const texts = (frames: Frame[]) => frames.flatMap(({ commit }) => commit?.record?.text ?? []);

test('the relay replays from a time, inclusively, and clamps what is too old without a word', async ({ network, customer }) => {
  const beginning = Date.now() * 1000;
  for (const words of ['one', 'two', 'three']) await customer.post(words);
  const url = (cursor: number) => `wantedCollections=app.bsky.feed.post&wantedDids=${customer.did}&cursor=${cursor}`;
  const all = await network.listen<Frame>(url(beginning), (frames) => texts(frames).length === 3);
  expect(texts(all)).toEqual(['one', 'two', 'three']);

  const second = all.find(({ commit }) => commit?.record?.text === 'two')!;
  const rest = await network.listen<Frame>(url(second.time_us), (frames) => texts(frames).includes('three'));
  expect(texts(rest)).toEqual(['two', 'three']);

  await network.controlled('/stream/clamp', { keep: 1 });
  const kept = await network.listen<Frame>(url(beginning), (frames) => texts(frames).length === 1);
  expect(kept[0]!.time_us).toBeGreaterThan(beginning);
});

test('identity and account events come although only posts are wanted', async ({ network }) => {
  const listening = network.listen<Frame>('wantedCollections=app.bsky.feed.post', (frames) => frames.length === 2);
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers).toBeGreaterThan(0);
  await newPerson(network, 'newcomer');
  expect((await listening).map(({ kind }) => kind)).toEqual(['identity', 'account']);
});

test('the faulty door loses the answer, not the work', async ({ network, customer }) => {
  await network.controlled('/pds/faults', { kind: 'lose_answer', path: 'createRecord' });
  const record = { $type: 'app.bsky.feed.post', text: 'once', createdAt: new Date().toISOString() };
  const attempt = fetch(`${network.faulty_pds}/xrpc/com.atproto.repo.createRecord`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.token}` },
    body: JSON.stringify({ repo: customer.did, collection: 'app.bsky.feed.post', record }),
  });
  await expect(attempt).rejects.toThrow();
  expect((await customer.posts()).map(({ value }) => value.text)).toEqual(['once']);
});
