// What strangers write is shown as they wrote it, and nothing of it runs, loads or leads anywhere.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { CaseRow } from '../support/api';
import { listenToStream } from '../support/bluesky';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { payloads } from '../support/payloads';

test('hostile posts, names and links from the network', async ({ page, server, api, network, customer }) => {
  test.setTimeout(240_000);
  const alarms = watch(page, server.origin);
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  await listenToStream(api, brand, network);
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers).toBe(1);

  await customer.introduce('<img src=x onerror=window.hit=1>', '"><script>window.hit=1</script>');
  for (const payload of payloads) await customer.post(`아크메 ${payload}`);
  await customer.create('app.bsky.feed.post', { ...withLink('아크메 눌러보세요', 'javascript:window.hit=1') });
  await customer.create('app.bsky.feed.post', { ...withLink('아크메 그림', 'data:text/html,<script>window.hit=1</script>') });
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 60_000 }).toBe(payloads.length + 2);

  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await desk.goToInbox();
  await expect(desk.rows().first()).toBeVisible();

  for (const row of await api.cases(brand)) {
    await page.goto(`${server.origin}/b/${brand.id}/inbox/case/${row.id}`);
    const [item] = (await api.detail(brand, row)).thread;
    for (const piece of visiblePieces(item!.post.text)) await expect(desk.thread()).toContainText(piece);
    expect(await page.locator('a[href^="javascript:" i], a[href^="data:" i], iframe, object, embed').count()).toBe(0);
  }
  expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  expect(alarms).toEqual([]);
});

test('hostile lines from a file, and hostile words in every field that a colleague fills', async ({ page, server, api }) => {
  const alarms = watch(page, server.origin);
  await api.becomeOwner({ name: '<img src=x onerror=window.hit=1>', email: 'owner@example.test', password: 'a long enough pass phrase', locale: 'en' });
  const brand = await api.addBrand('<svg onload=window.hit=1>');
  await api.post(`/brands/${brand.id}/monitors`, { name: '"><script>window.hit=1</script>', query: '아크메', enabled: true });
  const lines = payloads.map((payload, place) => JSON.stringify({ id: String(place), text: `아크메 ${payload}`, author: payload.slice(0, 60), time: '2026-11-22T03:00:00Z' }));
  await api.upload(`/brands/${brand.id}/imports?format=jsonl&name=${encodeURIComponent('<img src=x onerror=window.hit=1>.jsonl')}`, lines.join('\n'));
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 60_000 }).toBeGreaterThan(payloads.length / 2);
  const [row] = await api.cases(brand);
  for (const payload of payloads.slice(0, 8)) await api.post(`/brands/${brand.id}/cases/${row!.id}/notes`, { text: payload });

  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  for (const path of ['inbox', `inbox/case/${row!.id}`, 'monitors', 'channels', 'imports', 'people', 'settings', 'quarantine']) {
    await page.goto(`${server.origin}/b/${brand.id}/${path}`);
    await expect(page.getByRole('heading').first()).toBeVisible();
  }
  expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  expect(alarms).toEqual([]);
});

test('two hundred hostile texts and more, each opened as a case', async ({ page, server, api }) => {
  test.setTimeout(300_000);
  const alarms = watch(page, server.origin);
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  const texts = readFileSync(new URL('../../fixtures/hostile/texts.jsonl', import.meta.url), 'utf8').trim().split('\n');
  const lines = texts.map((text, place) => `{"id":"${place}","text":${text},"author":"customer${place}","time":"2026-11-22T03:00:00Z"}`);
  await api.upload(`/brands/${brand.id}/imports?format=jsonl&name=texts.jsonl`, lines.join('\n'));
  const open = async () => (await api.get<{ open: number }>(`/brands/${brand.id}/counts`)).open;
  // What has no words at all is reported as a bad line, not made a case.
  await expect.poll(open, { timeout: 60_000 }).toBeGreaterThanOrEqual(200);

  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await desk.goToInbox();
  let opened = 0;
  for (let after = ''; ; ) {
    const list = await api.get<{ items: CaseRow[]; next: string | null }>(`/brands/${brand.id}/cases?state=all&limit=100${after}`);
    for (const row of list.items) {
      await page.evaluate((path) => {
        history.pushState(null, '', path);
        dispatchEvent(new PopStateEvent('popstate'));
      }, `/b/${brand.id}/inbox/case/${row.id}`);
      await expect(desk.thread()).toContainText(row.author.display_name ?? row.author.handle ?? '');
      opened += 1;
    }
    if (list.next === null) break;
    after = `&after=${encodeURIComponent(list.next)}`;
  }
  expect(opened).toBeGreaterThanOrEqual(200);
  expect(await page.locator('a[href^="javascript:" i], a[href^="data:" i], iframe, object, embed').count()).toBe(0);
  expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  expect(alarms).toEqual([]);
});

/** Everything that would mean that somebody else's text got further than the screen. */
function watch(page: Page, origin: string): string[] {
  const alarms: string[] = [];
  page.on('dialog', async (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('pageerror', (error) => alarms.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) alarms.push(`request: ${request.url()}`);
  });
  page.on('console', (line) => {
    if (/content security policy/i.test(line.text())) alarms.push(`policy: ${line.text()}`);
  });
  return alarms;
}

function withLink(text: string, uri: string) {
  const facets = [{ index: { byteStart: 0, byteEnd: Buffer.byteLength(text) }, features: [{ $type: 'app.bsky.richtext.facet#link', uri }] }];
  return { $type: 'app.bsky.feed.post', text, facets, langs: ['ko'], createdAt: new Date().toISOString() };
}

/** Letters that cannot be seen are shown by their names; what is between them stands as it was written. */
function visiblePieces(text: string): string[] {
  const pieces = text.split(/[\u0000-\u001f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/u);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
