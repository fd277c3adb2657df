// The whole job without a mouse: from signing in to an answer.
import type { Page } from '@playwright/test';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { owner, type Brand } from '../support/api';

test('sign in, find a case, answer it, close it: by keyboard alone', async ({ page, server, api }) => {
  await api.becomeOwner();
  const brand = await api.post<Brand>('/brands/sandbox');
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  const desk = await Desk.open(page, server.origin);
  await expect(desk.field(desk.say.entry.loginEmail)).toBeVisible();
  await tabTo(page, 'input[type=email]');
  await page.keyboard.type(owner.email);
  await tabTo(page, 'input[type=password]');
  await page.keyboard.type(owner.password);
  await page.keyboard.press('Enter');

  await expect(desk.rows().first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(desk.thread()).toBeVisible();
  const id = /case\/([^/?]+)/.exec(page.url())![1]!;
  await page.keyboard.press('r');
  await expect(desk.composer()).toBeFocused();
  await page.keyboard.type('Thank you, we are looking into it.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await api.detail(brand, { id })).replies.map(({ state }) => state)).toHaveLength(1);

  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect.poll(async () => (await api.detail(brand, { id })).case.state).toBe('closed');
});

test('what has the focus can be seen, and the page can be left behind with one key', async ({ page, server, api }) => {
  await api.becomeOwner();
  await api.post<Brand>('/brands/sandbox');
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(page.getByRole('main')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('main')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText(desk.say.shell.skipToContent);
  await expect(page.locator(':focus')).toBeVisible();
});

/** Presses Tab until the wanted element has the focus; a person gives up, too. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if (await page.locator(`${selector}:focus`).count()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} cannot be reached with Tab`);
}
