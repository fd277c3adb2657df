// How sources are doing, what they missed, and who is spoken of: as a person sees it, in three languages.
import type { Page } from '@playwright/test';
import type { Api, Brand } from '../support/api';
import { violations } from '../support/axe';
import { connectAccount, listenToStream, type Network } from '../support/bluesky';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { fill, locales, words } from '../support/words';

const soon = { timeout: 20_000, intervals: [100] };

test('what a stream did not deliver is read again, found once, and becomes a case', async ({ page, server, api, network, shop, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  await connectAccount(api, brand, network, shop);
  const stream = await listenToStream(api, brand, network);
  const relay = () => network.controlled<{ subscribers: number; newest_us: number }>('/stream');
  const texts = async () => (await api.cases(brand)).map((row) => row.preview.text).toSorted();
  await expect.poll(async () => (await relay()).subscribers, soon).toBe(1);
  await customer.post('아크메 하나');
  await expect.poll(texts, soon).toEqual(['아크메 하나']);

  await api.call('PATCH', `/brands/${brand.id}/channels/${stream.id}`, { state: 'paused' });
  await expect.poll(async () => (await relay()).subscribers, soon).toBe(0);
  const before = (await relay()).newest_us;
  await customer.post('아크메 둘');
  await expect.poll(async () => (await relay()).newest_us, soon).toBeGreaterThan(before);
  await forget(network, before);
  await customer.post('아크메 셋');
  await api.call('PATCH', `/brands/${brand.id}/channels/${stream.id}`, { state: 'active' });
  await expect.poll(texts, soon).toEqual(['아크메 셋', '아크메 하나']);

  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    await page.goto(`${server.origin}/b/${brand.id}/channels`);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    const { channels } = words[locale];
    const gap = page.getByTestId('gap-row');
    await expect(gap).toHaveCount(1);
    await expect(gap.getByTestId('gap-read')).toHaveText(channels.reread);
    expect(await unsaid(page), locale).toEqual([]);
  }
  expect(await violations(page)).toEqual([]);

  // The last of them is Japanese.
  const { channels } = words[locales.at(-1)!];
  await page.getByTestId('gap-read').click();
  const gap = page.getByTestId('gap-row');
  await expect(gap).toHaveAttribute('data-reread', 'done', { timeout: 20_000 });
  await expect(gap).toContainText(fill(channels.rereadDone.other, { count: 1 }));
  await expect.poll(texts, soon).toEqual(['아크메 둘', '아크메 셋', '아크메 하나']);
  expect(await unsaid(page)).toEqual([]);

  await page.getByTestId('gap-read').click();
  await expect(gap).toContainText(channels.rereadNothing, { timeout: 20_000 });
  expect((await texts()).length, 'found again is no double').toBe(3);
});

test('a gap that cannot be read again says why', async ({ page, server, api, network, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  const stream = await listenToStream(api, brand, network);
  const subscribers = async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers;
  await expect.poll(subscribers, soon).toBe(1);
  await customer.post('아크메 앞');
  await expect.poll(async () => (await api.cases(brand)).length, soon).toBe(1);
  await api.call('PATCH', `/brands/${brand.id}/channels/${stream.id}`, { state: 'paused' });
  await expect.poll(subscribers, soon).toBe(0);
  await forget(network, Date.now() * 1000);
  await customer.post('아크메 뒤');
  await api.call('PATCH', `/brands/${brand.id}/channels/${stream.id}`, { state: 'active' });
  await expect.poll(async () => (await api.cases(brand)).length, soon).toBe(2);

  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    await page.goto(`${server.origin}/b/${brand.id}/channels`);
    await expect(page.getByTestId('gap-row')).toContainText(words[locale].channels.rereadWhy_no_account);
    await expect(page.getByTestId('gap-read')).toHaveCount(0);
  }
});

/** The stream keeps nothing any more, for longer after `since` than the clocks of two relays may differ: only then is it a gap. */
async function forget(network: Network, since_us: number) {
  await expect.poll(() => Date.now() * 1000 - since_us, soon).toBeGreaterThan(6_000_000);
  await network.controlled('/stream/clamp', { keep: 0 });
}

/** Four posts of ours and two of a competitor's, said today. */
async function voices(api: Api): Promise<Brand> {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  await api.post(`/brands/${brand.id}/monitors`, { name: 'Globex', query: 'globex', side: 'competitor' });
  const said = ['아크메 하나', '아크메 둘', '아크메 셋', '아크메 넷', 'globex is down again', 'globex refunded me'];
  const time = Math.floor(Date.now() / 1000);
  const lines = said.map((text, index) => JSON.stringify({ text, author: `person${index}`, id: `p${index}`, time }));
  await api.upload(`/brands/${brand.id}/imports?format=jsonl&name=posts.jsonl`, `${lines.join('\n')}\n`);
  const counted = async () => (await share(api, brand)).monitors.reduce((sum, { total }) => sum + total, 0);
  await expect.poll(counted, soon).toBe(6);
  return brand;
}

const share = (api: Api, brand: Brand) => api.get<{ monitors: { total: number }[] }>(`/brands/${brand.id}/share-of-voice?days=30`);

test('who is spoken of is drawn, told in numbers, and walked through by keyboard, in three languages', async ({ page, server, api }) => {
  const brand = await voices(api);
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    await page.goto(`${server.origin}/b/${brand.id}/share-of-voice`);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words[locale].share.title);
    await expect(page.getByTestId('share-ours')).toHaveText(/66[.,]7\s?%/);
    const table = page.getByTestId('share-table');
    await expect(table.locator('tbody tr')).toHaveCount(30);
    await expect(table.locator('tfoot')).toContainText(words[locale].share.total);
    expect(await table.locator('tfoot td').allInnerTexts()).toEqual(['6', '4', '2']);
    expect(await unsaid(page), locale).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page), `${locale} ${colorScheme}`).toEqual([]);
    }
  }

  const chart = page.getByTestId('share-chart');
  await chart.focus();
  const today = await chart.getAttribute('aria-valuetext');
  expect(today).toMatch(/아크메/);
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuenow', '29');
  await page.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', today!);
  await page.getByTestId('share-period-7').click();
  await expect(page.getByTestId('share-table').locator('tbody tr')).toHaveCount(7);
  await page.getByTestId('share-period-90').click();
  await expect(page.getByTestId('share-table').locator('tbody tr')).toHaveCount(90);

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.locator('.scroll').first().evaluate((box) => box.scrollWidth - box.clientWidth), 'nothing is wider than a phone').toBe(0);
});

test('without a competitor the page says how to mark one, and is found by keyboard', async ({ page, server, api }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(page).toHaveURL(/\/inbox/);
  await page.keyboard.press('g');
  await page.keyboard.press('v');
  await expect(page).toHaveURL(/share-of-voice/);
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    await page.goto(`${server.origin}/b/${brand.id}/share-of-voice`);
    await expect(page.getByTestId('share-lack')).toContainText(words[locale].share.noCompetitorText);
    await expect(page.getByTestId('share-lack')).toContainText(words[locale].monitors.sideCompetitor);
  }
});

/** Words on the page that are keys of the dictionary, or places in a sentence that nobody filled. */
async function unsaid(page: Page): Promise<string[]> {
  const text = await page.locator('body').innerText();
  const areas = Object.keys(words.en).join('|');
  return text.match(new RegExp(`\\b(?:${areas})\\.[a-z]\\w+\\b|\\{\\w+\\}|\\bundefined\\b|\\bNaN\\b|\\[object`, 'g')) ?? [];
}
