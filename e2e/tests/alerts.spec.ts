// From a search that is worth keeping to a notice that reaches people: in the inbox, on the page of alerts, and at a receiver of ours.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Api, type Brand, owner } from '../support/api';
import { violations } from '../support/axe';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { Server } from '../support/server';
import { fill, locales } from '../support/words';

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });

  test('save a search, make an alert of it, be told, read it', async ({ page, server, api }) => {
    const brand = await sandbox(api, 'ko');
    const desk = await Desk.open(page, server.origin, { locale: 'ko' });
    await desk.signIn();
    const say = desk.say.alerts;

    await page.goto(`${server.origin}/b/${brand.id}/inbox?language=ko&state=all`);
    await page.getByTestId('saved-searches').click();
    await page.getByTestId('saved-name').fill('한국어 글');
    await page.getByTestId('saved-alert').click();
    await expect(page.getByTestId('alert-dialog')).toBeVisible();
    await page.getByTestId('alert-name').fill('한국어 알림');
    await page.getByTestId('alert-cool-down').fill('0');
    await page.getByTestId('alert-save').click();
    const row = page.getByTestId('alert-row');
    await expect(row).toContainText(fill(say.sayEvery, { search: '한국어 글' }));

    await row.getByTestId('alert-try').click();
    await expect(page.getByText(say.tried)).toBeVisible();
    await expect(page.getByTestId('nav-alerts')).toContainText('1');
    await page.getByTestId('alerts-notices').click();
    const notice = page.getByTestId('notice').first();
    await expect(notice).toContainText('한국어 알림');
    await expect(notice).toContainText(say.trial);
    await expect(page.getByTestId('nav-alerts')).not.toContainText('1');

    await notice.getByRole('link').first().click();
    await expect(desk.thread()).toBeVisible();
  });
});

test('a notice reaches a receiver, signed, and is shown as delivered', async ({ page }, testInfo) => {
  const receiver = await listen();
  // Notices go to public addresses only; whoever runs the server may allow others.
  const folder = mkdtempSync(join(tmpdir(), 'answerable-data-'));
  writeFileSync(join(folder, 'answerable.toml'), `[networks]\nallowed_hosts = ["${new URL(receiver.url).host}"]\n`);
  const server = await Server.start({ log: testInfo.outputPath('server.log'), folder });
  const api = new Api(server.origin);
  const brand = await sandbox(api, 'en');
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await page.goto(`${server.origin}/b/${brand.id}/alerts?show=webhooks`);
  await page.getByTestId('webhook-name').fill('Our chat');
  await page.getByTestId('webhook-url').fill(receiver.url);
  await page.getByTestId('webhook-add').click();
  const secret = await page.getByTestId('webhook-secret').inputValue();
  expect(secret).toMatch(/^whsec_/);
  await page.reload();
  await expect(page.getByTestId('webhook-row')).toContainText('Our chat');
  await expect(page.getByText(secret)).toHaveCount(0);

  const { items } = await api.get<{ items: { id: string }[] }>(`/brands/${brand.id}/webhooks`);
  const search = await api.post<{ id: string }>(`/brands/${brand.id}/searches`, { name: 'Everything', filter: { state: 'all' }, shared: true });
  const alert = await api.post<{ id: string }>(`/brands/${brand.id}/alerts`, {
    name: 'All',
    search_id: search.id,
    when: { is: 'every' },
    quiet: null,
    cool_down_minutes: 60,
    deliver: { app: false, emails: [], webhooks: [items[0]!.id] },
    enabled: false,
  });
  await api.post(`/brands/${brand.id}/alerts/${alert.id}/try`);
  const { headers, body } = await receiver.next();
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${expected}`);

  await expect(async () => {
    await page.reload();
    await expect(page.getByTestId('delivery').first()).toContainText(desk.say.alerts.deliveryDelivered, { timeout: 500 });
  }).toPass();
  receiver.stop();
  await server.stop();
  server.forget();
});

test('the page of alerts is readable by machines and on a phone, in three languages', async ({ page, server, api }) => {
  const brand = await sandbox(api, 'en');
  const search = await api.post<{ id: string }>(`/brands/${brand.id}/searches`, { name: 'Questions', filter: { state: 'all', label: 'question' }, shared: true });
  const deliver = { app: true, emails: [], webhooks: [] };
  const alert = await api.post<{ id: string }>(`/brands/${brand.id}/alerts`, {
    name: 'Many questions', search_id: search.id, when: { is: 'count', count: 5, window_minutes: 30 }, quiet: { from: '22:00', to: '07:00' }, cool_down_minutes: 30, deliver, enabled: true,
  });
  await api.post(`/brands/${brand.id}/alerts/${alert.id}/try`);
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      for (const part of ['notices', 'alerts', 'searches', 'webhooks']) {
        await page.goto(`${server.origin}/b/${brand.id}/alerts?show=${part}`);
        await expect(page.getByTestId(`alerts-${part}`)).toHaveAttribute('aria-current', 'page');
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await violations(page), `${part} in ${locale} at ${width} px`).toEqual([]);
      }
    }
  }
  await openEditor(page);
  expect(await violations(page)).toEqual([]);
});

async function openEditor(page: Page): Promise<void> {
  await page.getByTestId('alert-add').click();
  await expect(page.getByTestId('alert-dialog')).toBeVisible();
}

async function sandbox(api: Api, locale: string): Promise<Brand> {
  await api.becomeOwner({ ...owner, locale });
  const brand = await api.post<Brand>('/brands/sandbox');
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  return brand;
}

/** A receiver on this machine that takes whatever is posted. */
async function listen() {
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  const waiting: (() => void)[] = [];
  const listener = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      answer.writeHead(204).end();
      waiting.splice(0).forEach((wake) => wake());
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`,
    next: async () => {
      while (heard.length === 0) await new Promise<void>((wake) => waiting.push(wake));
      return heard.shift()!;
    },
    stop: () => listener.close(),
  };
}
