// The main job, as a person does it: set up, hear, answer; and what becomes of a post that its author changes and deletes.
import { connectAccount, listenToStream, type ThreadView } from '../support/bluesky';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { record } from '../support/results';

/** A person may take an answer back for so long before it leaves. */
const undoMs = 10_000;
const soon = { timeout: 15_000, intervals: [50] };

test('from the wizard to an answer under the right post', async ({ page, server, network, shop, customer }) => {
  const desk = await Desk.open(page, server.origin);
  await desk.createOwner();
  await desk.nameBrand('아크메');
  await desk.connectBlueskyInWizard({ service: network.pds, handle: shop.handle, password: shop.password });
  await desk.addStream({ url: network.jetstream, appview: network.appview });
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers, soon).toBe(1);
  await desk.goToInbox();

  const tagged = await customer.post(`@${shop.handle} 배송이 너무 늦어요`, { tags: { [shop.handle]: shop.did } });
  const untagged = await customer.post('아크메 냉장고 또 고장.. 세번째다 진짜');
  await desk.seesCase('배송이 너무 늦어요');
  await desk.seesCase('세번째다 진짜');
  await expect(desk.row('세번째다 진짜').locator('mark').first()).toHaveText('아크메');

  await desk.openCase('배송이 너무 늦어요');
  await desk.write('불편을 드려 죄송합니다. 바로 확인하겠습니다.');
  await desk.send();
  await expect(page.getByTestId('undo-bar')).toBeVisible();
  await expect(desk.sentLink()).toHaveAttribute('href', /^https:\/\/bsky\.app\/profile\/.+\/post\//, { timeout: undoMs + soon.timeout });
  const replies = async () => (await network.public<{ thread: ThreadView }>('app.bsky.feed.getPostThread', { uri: tagged.uri })).thread.replies ?? [];
  await expect.poll(async () => (await replies()).length, soon).toBe(1);
  expect((await replies())[0]!.post.record).toMatchObject({
    text: '불편을 드려 죄송합니다. 바로 확인하겠습니다.',
    reply: { parent: { uri: tagged.uri }, root: { uri: tagged.uri } },
  });

  await desk.openCase('세번째다 진짜');
  await customer.edit(untagged.uri, '아크메 냉장고 또 고장.. 네번째다 진짜');
  await expect(desk.thread()).toContainText('네번째다 진짜');
  await desk.showEarlierVersions();
  await expect(desk.thread()).toContainText('세번째다 진짜');
  await customer.remove(untagged.uri);
  await expect(desk.deletedAtSource()).toBeVisible();
  await expect(desk.thread()).toContainText('네번째다 진짜');
});

test('how long it takes from the network’s acceptance of a post to the screen', async ({ page, server, api, network, shop, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  await connectAccount(api, brand, network, shop);
  await listenToStream(api, brand, network);
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await desk.goToInbox();
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers, soon).toBe(1);

  const took = { tagged: [] as number[], untagged: [] as number[] };
  for (let round = 1; round <= 12; round++) {
    for (const kind of ['tagged', 'untagged'] as const) {
      const token = `${kind}번호${round}끝`;
      const seen = await desk.noticeCase(token);
      if (kind === 'tagged') await customer.post(`@${shop.handle} 배송 ${token}`, { tags: { [shop.handle]: shop.did } });
      else await customer.post(`아크메 세탁기 ${token}`);
      const accepted = Date.now();
      took[kind].push(Math.max(0, (await seen()) - accepted));
    }
  }
  record('latency-tagged', 'a tagged post, from the PDS’s acceptance to the screen', took.tagged);
  record('latency-untagged', 'an untagged post, from the PDS’s acceptance to the screen', took.untagged);
});
