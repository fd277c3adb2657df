// Every page, in light and dark, at the desk and on a phone: no serious violation, nothing wider than the screen.
import type { Page } from '@playwright/test';
import { violations } from '../support/axe';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import type { Api, Brand } from '../support/api';

const pages = ['inbox', 'case', 'monitors', 'channels', 'imports', 'quarantine', 'people', 'settings', 'me'] as const;

async function sandbox(api: Api): Promise<{ brand: Brand; address: (page: (typeof pages)[number]) => string }> {
  await api.becomeOwner();
  const brand = await api.post<Brand>('/brands/sandbox');
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  const [row] = await api.cases(brand);
  const address = (page: (typeof pages)[number]) => {
    if (page === 'me') return '/me';
    return page === 'case' ? `/b/${brand.id}/inbox/case/${row!.id}` : `/b/${brand.id}/${page}`;
  };
  return { brand, address };
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`before signing in, ${colorScheme}`, async ({ page, server, api }) => {
    await page.emulateMedia({ colorScheme });
    const desk = await Desk.open(page, server.origin);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await violations(page), 'the wizard').toEqual([]);
    await desk.createOwner();
    await expect(desk.field(desk.say.setup.brandName)).toBeVisible();
    expect(await violations(page), 'the brand').toEqual([]);
    await desk.nameBrand('아크메');
    await expect(page.getByText(desk.say.setup.sourceTitle)).toBeVisible();
    expect(await violations(page), 'the first source').toEqual([]);
    await page.context().clearCookies();
    await page.goto(`${server.origin}/login`);
    await expect(desk.button(desk.say.entry.loginSubmit)).toBeVisible();
    expect(await violations(page), 'signing in').toEqual([]);
    void api;
  });

  test(`every page, ${colorScheme}`, async ({ page, server, api }) => {
    await page.emulateMedia({ colorScheme });
    const { address } = await sandbox(api);
    const desk = await Desk.open(page, server.origin);
    await desk.signIn();
    await expect(desk.rows().first()).toBeVisible();
    for (const name of pages) {
      await page.goto(server.origin + address(name));
      await settled(page, desk, name);
      expect(await violations(page), name).toEqual([]);
    }
  });
}

test('at 390 pixels every page fits and says the same', async ({ page, server, api }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { address } = await sandbox(api);
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(desk.rows().first()).toBeVisible();
  for (const name of pages) {
    await page.goto(server.origin + address(name));
    await settled(page, desk, name);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
    expect(await violations(page), name).toEqual([]);
  }
  await desk.page.goto(server.origin + address('case'));
  await expect(desk.composer()).toBeInViewport();
});

/** A page is judged when it shows what it is for, not while it loads. */
async function settled(page: Page, desk: Desk, name: (typeof pages)[number]): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible();
  if (name === 'inbox') await expect(desk.rows().first()).toBeVisible();
  else if (name === 'case') await expect(desk.thread()).toBeVisible();
  else await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await expect(page.getByText(desk.say.common.loading)).toHaveCount(0);
}
