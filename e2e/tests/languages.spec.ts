// Korean, Japanese and English: a person chooses once, the whole screen follows, and it stays so on another computer.
import type { Page } from '@playwright/test';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { locales, words } from '../support/words';

const browserLocale = { en: 'en-GB', ko: 'ko-KR', ja: 'ja-JP' };

for (const locale of locales) {
  test.describe(locale, () => {
    test.use({ locale: browserLocale[locale] });

    test('the wizard speaks the language of the browser', async ({ page, server }) => {
      const desk = await Desk.open(page, server.origin, { locale });
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await desk.createOwner({ name: '김지은', email: 'owner@example.test', password: 'a long enough pass phrase', locale });
      await desk.nameBrand('아크메');
      await expect(page.getByText(desk.say.setup.sourceTitle)).toBeVisible();
      await desk.button(desk.say.setup.sourceSkip).click();
      await expect(page).toHaveURL(/\/inbox/);
      expect(await unknownKeys(page)).toEqual([]);
    });
  });
}

test('a person’s choice holds, whatever the browser speaks', async ({ page, server, api, browser }) => {
  await api.becomeOwner();
  await api.addBrand('아크메');
  await api.call('PATCH', '/me', { locale: 'ko' });
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(page.getByRole('link', { name: words.ko.shell.monitors })).toBeVisible();

  const elsewhere = await browser.newContext({ locale: 'ja-JP' });
  const other = await Desk.open(await elsewhere.newPage(), server.origin, { locale: 'ja' });
  await other.signIn();
  await expect(other.page.getByRole('link', { name: words.ko.shell.monitors })).toBeVisible();
  await elsewhere.close();
});

test('every page says everything in each language', async ({ page, server, api }) => {
  await api.becomeOwner();
  const brand = await api.post<{ id: string }>('/brands/sandbox');
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(page).toHaveURL(/\/inbox/);
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    for (const path of ['inbox', 'monitors', 'channels', 'imports', 'quarantine', 'people', 'settings']) {
      await page.goto(`${server.origin}/b/${brand.id}/${path}`);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.getByRole('main')).toBeVisible();
      expect(await unknownKeys(page), `${locale} ${path}`).toEqual([]);
    }
  }
});

/** Words on the page that are keys of the dictionary, or places in a sentence that nobody filled. */
async function unknownKeys(page: Page): Promise<string[]> {
  const text = await page.locator('body').innerText();
  const areas = Object.keys(words.en).join('|');
  return text.match(new RegExp(`\\b(?:${areas})\\.[a-z]\\w+\\b|\\{\\w+\\}|\\bundefined\\b|\\bNaN\\b|\\[object`, 'g')) ?? [];
}
