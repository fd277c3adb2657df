// What a post is: seen in the list and in the case, with the words behind it; said otherwise by a person; filtered and ordered by.
// What the model happens to say is asked of the API; what a test needs to be so, a person says first.
import type { Page } from '@playwright/test';
import { owner, type Api, type Brand, type CaseRow as PlainRow } from '../support/api';
import { violations } from '../support/axe';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { fill, locales } from '../support/words';

interface Judged {
  sentiment: { value: string | null };
  kinds: { value: string }[];
  corrected: string[];
}
interface Row extends PlainRow {
  labels: string[];
}
interface Verdict {
  sentiment?: string;
  kinds?: string[];
  risks?: string[];
  abuse?: string;
}
interface Moved {
  start: number;
  end: number;
  weight: number;
}

test('a person says what a post is, sees it said, and takes it back', async ({ page, server, api }) => {
  const { brand, rows } = await sandbox(api);
  const row = rows[0]!;
  const { sentiment, corrected } = await judged(api, brand, row);
  expect(corrected).toEqual([]);
  const other = sentiment.value === 'positive' ? 'negative' : 'positive';
  const desk = await signedIn(page, server.origin, `/b/${brand.id}/inbox/case/${row.id}?state=all`);
  const { labels } = desk.say;
  const section = page.getByTestId('what-it-is');
  await expect(section).toBeVisible();
  if (sentiment.value !== null) await expect(page.getByTestId('chip-sentiment')).toContainText(labels[sentiment.value as 'negative']);

  await page.keyboard.press('c');
  await expect(page.getByTestId('correct-dialog')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const choice = page.getByTestId(`correct-sentiment-${other}`);
  for (let presses = 0; presses < 3 && !(await choice.isChecked()); presses++) await page.keyboard.press('ArrowRight');
  await expect(choice).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('correct-dialog')).toBeHidden();
  await expect(page.getByTestId('chip-sentiment')).toContainText(labels[other]);
  await expect(page.locator(`[data-case-id="${row.id}"]`).getByTestId('mark-sentiment')).toHaveAttribute('aria-label', labels[other]);
  expect(await judged(api, brand, row)).toMatchObject({ sentiment: { value: other }, corrected: ['sentiment'] });
  await page.getByTestId('chip-sentiment').click();
  await expect(page.getByTestId('chip-why')).toContainText(fill(labels.saidBy, { name: owner.name }));

  await desk.button(desk.say.common.undo).click();
  await expect(page.getByText(labels.undoneToast)).toBeVisible();
  await expect.poll(() => judged(api, brand, row)).toMatchObject({ sentiment: { value: sentiment.value }, corrected: [] });
});

test('one key says that it is right', async ({ page, server, api }) => {
  const { brand, rows } = await sandbox(api);
  const row = rows[0]!;
  const desk = await signedIn(page, server.origin, `/b/${brand.id}/inbox/case/${row.id}?state=all`);
  await expect(page.getByTestId('what-it-is')).toBeVisible();
  const before = await judged(api, brand, row);
  await page.keyboard.press('y');
  await expect(page.getByText(desk.say.labels.confirmedToast)).toBeVisible();
  const after = await judged(api, brand, row);
  expect(after.corrected).toContain('kind');
  expect([after.sentiment.value, after.kinds.map(({ value }) => value).toSorted()]).toEqual([before.sentiment.value, before.kinds.map(({ value }) => value).toSorted()]);
  const { items } = await api.get<{ items: { correction: { confirmed: boolean } }[] }>(`/brands/${brand.id}/corrections`);
  expect(items.map(({ correction }) => correction.confirmed)).toEqual([true]);
  await page.keyboard.press('Shift+Slash');
  await expect(page.getByTestId('shortcut-sheet')).toContainText(desk.say.actions.confirm);
});

test('choosing what is said underlines the words that the API names', async ({ page, server, api }) => {
  const { brand, rows } = await sandbox(api);
  const row = rows[0]!;
  const { thread } = await api.detail(brand, row);
  const post = thread.findLast((item) => !item.post.ours)!.post;
  const desk = await signedIn(page, server.origin, '/login');
  // Which words the model names is not this test's business; where the bytes of any words are on the screen is.
  const first = post.text.trim().split(/\s+/u)[0]!;
  const start = bytes(post.text.slice(0, post.text.indexOf(first)));
  const rest = { start: start + bytes(first), end: bytes(post.text) };
  const moved: Moved[] = [{ start, end: start + bytes(first), weight: -900 }, { ...rest, weight: 300 }];
  await page.route(`**/posts/*/reasons`, (route) => route.fulfill({ json: { model: 'a test', reasons: { sentiment: moved } } }));
  await page.route(`**/cases/${row.id}`, async (route) => {
    const answer = await route.fetch();
    const detail = await answer.json();
    for (const item of detail.thread) if (item.assessment) item.assessment = { ...item.assessment, sentiment: sure('negative'), corrected: [] };
    await route.fulfill({ response: answer, json: detail });
  });
  await page.goto(`${server.origin}/b/${brand.id}/inbox/case/${row.id}?state=all`);
  await page.getByTestId('chip-sentiment').click();
  await expect(desk.thread().getByTestId('moved-towards')).toHaveText(first);
  await expect(desk.thread().getByTestId('moved-against').first()).toBeVisible();
  const quoted = fill(desk.say.labels.quoted, { words: first });
  await expect(page.getByTestId('chip-why')).toContainText(fill(desk.say.labels.because, { label: desk.say.labels.negative, words: quoted }));
  await page.getByTestId('chip-sentiment').click();
  await expect(desk.thread().getByTestId('moved-towards')).toHaveCount(0);
});

test('the list is filtered and ordered by labels, and a saved search keeps them', async ({ page, server, api }) => {
  const { brand, rows } = await sandbox(api);
  const [grave, nice] = rows as [Row, Row];
  await say(api, brand, [grave], { kinds: ['complaint'], risks: ['safety'], sentiment: 'negative', abuse: 'none' });
  await say(api, brand, [nice], { kinds: ['praise'], risks: [], sentiment: 'positive', abuse: 'none' });
  const desk = await signedIn(page, server.origin, `/b/${brand.id}/inbox?state=all`);
  // Only the rows on screen exist, so the first ones are compared.
  const ids = (found: { id: string }[]) => found.slice(0, 4).map(({ id }) => id);
  const shown = async () => ids(await desk.rows().evaluateAll((found) => found.map((one) => ({ id: one.getAttribute('data-case-id')! }))));
  const asked = async (query: Record<string, string>) => ids(await api.cases(brand, query));
  await page.getByTestId('filter-toggle').click();
  const safety = page.getByTestId('filter-label-safety');

  await safety.click();
  await expect(page).toHaveURL(/[?&]label=safety(&|$)/);
  await expect.poll(shown).toEqual(await asked({ label: 'safety' }));
  const risk = desk.rows().first().getByTestId('mark-risk');
  await expect(risk).toContainText(desk.say.labels.safety);
  await safety.click();
  await expect(page).toHaveURL(/[?&]label=-safety(&|$)/);
  await expect.poll(shown).toEqual(await asked({ label: '-safety' }));
  await expect(safety).toHaveAttribute('aria-label', fill(desk.say.inbox.without, { label: desk.say.labels.safety }));
  await page.getByTestId('filter-label-praise').click();
  await expect.poll(shown).toEqual(await asked({ label: 'praise,-safety' }));
  expect(await violations(page)).toEqual([]);

  await page.getByTestId('saved-searches').click();
  await page.getByTestId('saved-name').fill('Praise');
  await page.getByTestId('saved-name').press('Enter');
  await expect.poll(async () => (await api.get<{ items: unknown[] }>(`/brands/${brand.id}/searches`)).items).toMatchObject([{ name: 'Praise', filter: { label: 'praise,-safety' } }]);

  await page.goto(`${server.origin}/b/${brand.id}/inbox?state=all`);
  await page.getByTestId('filter-order').click();
  await page.getByTestId('order-negative').click();
  await expect(desk.rows().first()).toHaveAttribute('data-case-id', (await api.cases(brand, { order: 'negative' }))[0]!.id);
  await page.getByTestId('filter-order').click();
  await page.getByTestId('order-label:safety').click();
  await expect(desk.rows().first()).toHaveAttribute('data-case-id', (await api.cases(brand, { order: 'label:safety' }))[0]!.id);
  await expect(desk.rows().first().getByTestId('mark-risk')).toBeVisible();
});

test('many are corrected at once, and taken back at once', async ({ page, server, api }) => {
  const { brand, rows } = await sandbox(api);
  const chosen = rows.slice(0, 2);
  const desk = await signedIn(page, server.origin, `/b/${brand.id}/inbox?state=all`);
  for (const row of chosen) await page.locator(`[data-case-id="${row.id}"]`).click({ modifiers: ['Control'] });
  await page.getByTestId('bulk-correct').click();
  await expect(page.getByTestId('correct-save')).toBeDisabled();
  await page.getByTestId('correct-kind-suggestion').check();
  await page.getByTestId('correct-risk-none').check();
  await page.getByTestId('correct-save').click();
  await expect(page.getByText(fill(desk.say.labels.correctedToast.other, { count: 2 }))).toBeVisible();
  for (const row of chosen) expect(await judged(api, brand, row)).toMatchObject({ kinds: [{ value: 'suggestion' }], corrected: ['kind', 'risk'] });

  await desk.button(desk.say.common.undo).click();
  await expect(page.getByText(desk.say.labels.undoneToast)).toBeVisible();
  for (const row of chosen) expect((await judged(api, brand, row)).corrected).toEqual([]);
  expect((await api.get<{ items: unknown[] }>(`/brands/${brand.id}/corrections`)).items).toEqual([]);
});

test('on a phone, in three languages, in light and dark', async ({ page, server, api }) => {
  const { brand, rows } = await sandbox(api);
  await say(api, brand, rows.slice(0, 1), { kinds: ['complaint', 'question'], risks: ['safety', 'legal'], sentiment: 'negative', abuse: 'insult' });
  await page.setViewportSize({ width: 390, height: 844 });
  await signedIn(page, server.origin, '/');
  for (const [index, locale] of locales.entries()) {
    await api.call('PATCH', '/me', { locale });
    await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' });
    await page.goto(`${server.origin}/b/${brand.id}/inbox?state=all&label=safety,-spam`);
    await page.getByTestId('filter-toggle').click();
    await expect(page.getByTestId('filter-labels')).toBeVisible();
    await fits(page, `the filters in ${locale}`);
    await page.goto(`${server.origin}/b/${brand.id}/inbox/case/${rows[0]!.id}`);
    await page.getByTestId('case-details').click();
    await page.getByTestId('chip-risk:safety').click();
    await fits(page, `the case in ${locale}`);
    await page.getByTestId('correct').click();
    await expect(page.getByTestId('correct-dialog')).toBeVisible();
    await fits(page, `the dialog in ${locale}`);
  }
});

async function fits(page: Page, what: string): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(390);
  expect(await violations(page), what).toEqual([]);
}

async function sandbox(api: Api): Promise<{ brand: Brand; rows: Row[] }> {
  await api.becomeOwner();
  const brand = await api.post<Brand>('/brands/sandbox');
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  return { brand, rows: (await api.cases(brand)) as Row[] };
}

async function signedIn(page: Page, origin: string, path: string): Promise<Desk> {
  const desk = await Desk.open(page, origin, { path: '/login' });
  await desk.signIn();
  if (path !== '/login') await page.goto(origin + path);
  return desk;
}

/** The customer's last post, which is what a case is judged by. */
async function judged(api: Api, brand: Brand, row: { id: string }): Promise<Judged> {
  const { case: { assessment } } = await api.detail(brand, row);
  return assessment as unknown as Judged;
}

async function say(api: Api, brand: Brand, rows: { id: string }[], verdict: Verdict): Promise<void> {
  await api.post(`/brands/${brand.id}/corrections`, { case_ids: rows.map(({ id }) => id), verdict });
}

const bytes = (text: string) => new TextEncoder().encode(text).length;
const sure = (value: string) => ({ value, confidence: 900, scores: { negative: 900, neutral: 60, positive: 40 } });
