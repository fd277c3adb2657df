// Korean and Japanese are typed through an input method: until it has finished, its keys are its own. Nothing is sent, nothing is lost.
import type { Page } from '@playwright/test';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { type Composition, finished, InputMethod, japanese, korean } from '../support/ime';
import type { Api, Brand, CaseRow } from '../support/api';

const languages: [string, readonly Composition[]][] = [
  ['Korean', korean],
  ['Japanese', japanese],
];

/** The sandbox answers like a network, and needs none. */
async function openSandboxCase(api: Api, origin: string, page: Page): Promise<{ desk: Desk; brand: Brand; row: CaseRow }> {
  await api.becomeOwner();
  const brand = await api.post<Brand>('/brands/sandbox');
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  const [row] = await api.cases(brand, { order: 'oldest' });
  const desk = await Desk.open(page, origin);
  await desk.signIn();
  await page.goto(`${origin}/b/${brand.id}/inbox/case/${row!.id}`);
  await expect(desk.composer()).toBeEditable();
  return { desk, brand, row: row! };
}

for (const [language, word] of languages) {
  test(`${language}: Enter and Control+Enter during composition send nothing and lose no syllable`, async ({ page, server, api }) => {
    const { desk, brand, row } = await openSandboxCase(api, server.origin, page);
    await desk.composer().focus();
    const method = await InputMethod.attach(page);
    await method.type(word, async () => {
      await method.enter({ control: true });
      await method.enter();
    });
    const typed = (await desk.composer().inputValue()).replaceAll('\n', '');
    expect(typed).toBe(finished(word));
    expect((await api.detail(brand, row)).replies).toEqual([]);

    // With the composition over, the same keys send.
    await desk.send();
    await expect.poll(async () => (await api.detail(brand, row)).replies.length).toBe(1);
  });

  test(`${language}: what arrives and what is saved meanwhile does not disturb the composition`, async ({ page, server, api }) => {
    const { desk, brand, row } = await openSandboxCase(api, server.origin, page);
    await desk.composer().focus();
    const method = await InputMethod.attach(page);
    let notes = 0;
    await method.type(word, async () => {
      // A colleague's note changes the case on every screen.
      await api.post(`/brands/${brand.id}/cases/${row.id}/notes`, { text: `note ${++notes}` });
      await expect(page.getByText(`note ${notes}`, { exact: true })).toBeVisible();
    });
    expect(await desk.composer().inputValue()).toBe(finished(word));
    await expect.poll(async () => (await api.get<{ draft: { text: string } | null }>(`/brands/${brand.id}/cases/${row.id}`)).draft?.text).toBe(finished(word));
    await page.reload();
    await expect(desk.composer()).toHaveValue(finished(word));
  });
}

test('shortcuts work with Hangul on, and not while somebody writes', async ({ page, server, api }) => {
  const { desk, brand } = await openSandboxCase(api, server.origin, page);
  await page.goto(`${server.origin}/b/${brand.id}/inbox`);
  await expect(desk.rows().nth(1)).toBeVisible();
  const method = await InputMethod.attach(page);
  const selected = () => desk.selectedRow().getAttribute('data-case-id');
  await method.press('ㅓ', 'KeyJ', { keyCode: 74 });
  const first = await selected();
  await method.press('ㅓ', 'KeyJ', { keyCode: 74 });
  await expect.poll(selected).not.toBe(first);
  await method.press('ㅏ', 'KeyK', { keyCode: 75 });
  await expect.poll(selected).toBe(first);
});
