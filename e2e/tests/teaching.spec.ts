// A brand teaches: what people said is listed and taken back, words of its own get rules, a sentence is tried, history is assessed again.
// None of it depends on what the model happens to say.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Api, type Brand, type CaseRow, owner } from '../support/api';
import { violations } from '../support/axe';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { fill, type Locale, locales, words } from '../support/words';

interface Corrections {
  items: { correction: { id: string; post_id: string }; case_id: string }[];
}

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });

  test('what people said is listed, exported, taken back and put back', async ({ page, server, api }) => {
    const { brand, row } = await taughtSandbox(api, 'ko');
    const say = words.ko.understanding;
    await signedIn(page, server.origin, 'ko');
    await page.getByTestId('nav-inbox').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('u');
    await expect(page).toHaveURL(/\/understanding$/);
    await expect(page.getByRole('heading', { level: 1, name: say.title })).toBeVisible();
    await expect(page.getByTestId('learned')).toHaveAttribute('data-learned', 'few');
    await expect(page.getByTestId('learned-sentence')).toHaveText(fill(say.learnedFew.other, { count: 1 }));

    const said = page.getByTestId('correction');
    await expect(said).toHaveCount(1);
    await expect(said).toContainText(row.preview.text.slice(0, 12));
    await expect(said).toContainText(owner.name);
    await expect(said).toContainText(words.ko.labels.field_sentiment);
    await expect(said).toContainText(words.ko.labels.negative);

    const downloading = page.waitForEvent('download');
    await page.getByTestId('corrections-export').click();
    const lessons = readFileSync(await (await downloading).path(), 'utf8').trim().split('\n');
    expect(lessons.map((line) => JSON.parse(line).verdict)).toEqual([{ sentiment: 'negative', kinds: ['complaint'] }]);

    await said.getByTestId('correction-undo').click();
    await expect(page.getByTestId('corrections-empty')).toHaveText(say.correctionsEmpty);
    await expect(page.getByTestId('learned')).toHaveAttribute('data-learned', 'none');
    await page.getByTestId('toast').getByRole('button', { name: say.putBack }).click();
    await expect(said).toHaveCount(1);
    await expect(page.getByTestId('learned')).toHaveAttribute('data-learned', 'few');

    await said.getByTestId('correction-case').click();
    await expect(page).toHaveURL(new RegExp(`/case/${row.id}`));
    await expect(page.getByTestId('case-thread')).toContainText(row.preview.text.slice(0, 12));
    expect((await api.get<Corrections>(`/brands/${brand.id}/corrections`)).items).toHaveLength(1);
  });
});

test('a word gets a rule, and loses it again', async ({ page, server, api }) => {
  const brand = await sandbox(api, 'en');
  const say = words.en.understanding;
  await signedIn(page, server.origin, 'en', `/b/${brand.id}/understanding`);
  await expect(page.getByTestId('rules-empty')).toHaveText(say.wordsEmpty);
  const rules = page.getByTestId('word-rule');
  const phrase = page.getByTestId('rule-phrase');

  // By keyboard alone, and the field is ready for the next one.
  await phrase.focus();
  await page.keyboard.type('War Zone');
  await page.keyboard.press('Enter');
  await expect(rules).toHaveCount(1);
  await expect(rules).toContainText('War Zone');
  await expect(phrase).toBeFocused();
  await expect(phrase).toHaveValue('');

  await page.keyboard.type('ＷＡＲ  zone');
  await page.keyboard.press('Enter');
  await expect(page.getByText(fill(say.ruleExists, { phrase: 'ＷＡＲ  zone' }))).toBeVisible();
  await expect(phrase).toHaveAttribute('aria-invalid', 'true');
  await phrase.fill('가'.repeat(101));
  await page.keyboard.press('Enter');
  await expect(page.getByText(fill(say.ruleLong, { max: 100 }))).toBeVisible();
  await phrase.fill(' ');
  await page.keyboard.press('Enter');
  await expect(page.getByText(words.en.forms.error_required)).toBeVisible();
  await expect(rules).toHaveCount(1);

  await rules.getByTestId('word-rule-effect').selectOption('safety');
  await expect(page.getByText(fill(say.ruleChanged, { phrase: 'War Zone' }))).toBeVisible();
  expect(await effects(api, brand)).toEqual(['safety']);

  await rules.getByTestId('word-rule-remove').click();
  await expect(rules).toHaveCount(0);
  expect(await effects(api, brand)).toEqual([]);
  await page.getByTestId('toast').getByRole('button', { name: words.en.common.undo }).click();
  await expect(rules).toHaveCount(1);
  expect(await effects(api, brand)).toEqual(['safety']);
  await page.reload();
  await expect(rules.getByTestId('word-rule-effect')).toHaveValue('safety');
});

test('a sentence is tried, and nothing of it is kept', async ({ page, server, api }) => {
  const brand = await sandbox(api, 'en');
  const say = words.en.understanding;
  await signedIn(page, server.origin, 'en', `/b/${brand.id}/understanding`);
  const written = page.getByTestId('try-text');
  const result = page.getByTestId('try-result');

  await page.getByTestId('try-example').first().click();
  await expect(written).toHaveValue(say.tryExample1);
  await expect(result.getByTestId('underlined')).toHaveText(say.tryExample1);
  await expect(page.getByTestId('try-urgency')).toContainText(/\d+ of 100/);

  // Half a syllable of an input method asks nothing; the whole word does.
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('/triage') && asked.push(request.postDataJSON().text));
  await written.fill('Das ist ein Satz, den niemand kennt 🙂');
  await expect(result.getByTestId('underlined')).toHaveText('Das ist ein Satz, den niemand kennt 🙂');
  await written.dispatchEvent('compositionstart');
  await written.evaluate((field: HTMLTextAreaElement) => {
    field.value = '환부';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
  });
  await written.evaluate((field: HTMLTextAreaElement) => {
    field.value = '환불 언제 되나요?';
    field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '환불 언제 되나요?' }));
  });
  await expect(result.getByTestId('underlined')).toHaveText('환불 언제 되나요?');
  expect(asked).toEqual(['Das ist ein Satz, den niemand kennt 🙂', '환불 언제 되나요?']);

  const long = 'Where is my parcel? '.repeat(200);
  await written.fill(long);
  await expect(result.getByTestId('underlined')).toHaveText(long.trim());
  expect(await violations(page)).toEqual([]);

  await written.fill('a'.repeat(5003));
  await expect(page.getByText(fill(say.tryLong.other, { count: 3, max: '5,000' }))).toBeVisible();
  await expect(written).toHaveAttribute('aria-invalid', 'true');
  await expect(result).toHaveCount(0);
  await page.getByTestId('try-clear').click();
  await expect(written).toBeFocused();
  await expect(page.getByTestId('try-example')).toHaveCount(3);

  // The sandbox goes on talking; none of it are these words.
  const texts = (await api.cases(brand)).map(({ preview }) => preview.text);
  expect(texts.filter((text) => text.includes('Where is my parcel? Where') || text.startsWith('Das ist ein Satz'))).toEqual([]);
  expect((await api.get<Corrections>(`/brands/${brand.id}/corrections`)).items).toEqual([]);
});

test('history is assessed again', async ({ page, server, api }) => {
  const brand = await sandbox(api, 'en');
  await signedIn(page, server.origin, 'en', `/b/${brand.id}/understanding`);
  await expect(page.getByTestId('reassessment-none')).toBeVisible();
  await page.getByTestId('reassessment-start').click();
  const runs = page.getByTestId('reassessment-run');
  await expect(runs).toHaveCount(1);
  await expect(runs).toHaveAttribute('data-state', 'done');
  await expect(runs).toContainText(owner.name);
  await expect(page.getByTestId('reassessment-start')).toBeEnabled();
});

test('assessing that takes a while shows how far it is, and can be stopped', async ({ page, server, api }) => {
  const brand = await sandbox(api, 'en');
  // The sandbox is done in a moment: a long run is made up, but for the screen alone.
  const run = { id: '1', model: 'm', state: 'running', total: 2000, done: 500, changed: { posts: 0, sentiments: [], labels: [] }, started_at: Date.now(), finished_at: null, by: null };
  await page.route('**/reassessments', (route) => route.fulfill({ json: { items: [run] } }));
  await page.route('**/reassessments/1/stop', (route) => {
    Object.assign(run, { state: 'stopped', changed: { posts: 120, sentiments: [{ from: 'neutral', to: 'negative', posts: 120 }], labels: [{ label: 'complaint', gained: 7, lost: 0 }] } });
    return route.fulfill({ json: run });
  });
  await signedIn(page, server.origin, 'en', `/b/${brand.id}/understanding`);
  const say = words.en.understanding;
  const bar = page.getByRole('progressbar', { name: say.running });
  await expect(bar).toHaveAttribute('aria-valuenow', '25');
  run.done = 1500;
  await expect(bar).toHaveAttribute('aria-valuenow', '75');
  await page.getByTestId('reassessment-stop').click();
  await expect(bar).toHaveCount(0);
  const ended = page.getByTestId('reassessment-run');
  await expect(ended).toHaveAttribute('data-state', 'stopped');
  await expect(ended).toContainText(fill(say.turned, { from: words.en.labels.neutral, to: words.en.labels.negative }));
  await expect(ended).toContainText(fill(say.changedPosts.other, { count: 120 }));
  await expect(ended).toContainText(fill(say.gained, { count: 7 }));
});

test('who may only look sees what colleagues teach, as they teach it', async ({ page, server, api }) => {
  const brand = await sandbox(api, 'en');
  const { secret } = await api.post<{ secret: string }>(`/brands/${brand.id}/invites`, { role: 'viewer' });
  const viewer = { ...owner, name: 'Mika', email: 'mika@example.test' };
  await new Api(server.origin).post(`/invites/${secret}/accept`, viewer);
  const desk = await Desk.open(page, server.origin, { path: `/b/${brand.id}/understanding` });
  await desk.signIn(viewer);
  await expect(page.getByTestId('corrections-empty')).toBeVisible();
  await expect(page.getByTestId('rules-empty')).toBeVisible();

  const [row] = await api.cases(brand);
  await api.post(`/brands/${brand.id}/corrections`, { case_ids: [row!.id], verdict: { humour: true } });
  await api.post(`/brands/${brand.id}/word-rules`, { phrase: 'War Zone', effect: 'ignore' });
  await expect(page.getByTestId('correction')).toContainText(owner.name);
  await expect(page.getByTestId('word-rule')).toContainText(desk.say.labels.effect_ignore);
  await expect(page.getByTestId('learned')).toHaveAttribute('data-learned', 'few');

  await expect(page.getByTestId('reassessment-outdated')).toBeVisible();
  for (const means of ['correction-undo', 'rule-add', 'word-rule-remove', 'word-rule-effect', 'reassessment-start']) await expect(page.getByTestId(means)).toHaveCount(0);
});

test('the page is readable by machines and on a phone, in three languages', async ({ page, server, api }) => {
  const { brand } = await taughtSandbox(api, 'en');
  await api.post(`/brands/${brand.id}/word-rules`, { phrase: 'War Zone', effect: 'ignore' });
  await signedIn(page, server.origin, 'en');
  for (const locale of locales) {
    for (const [width, theme] of [[1280, 'light'], [390, 'dark']] as const) {
      await api.call('PATCH', '/me', { locale, theme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${server.origin}/b/${brand.id}/understanding`);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.getByTestId('correction')).toHaveCount(1);
      await expect(page.getByTestId('word-rule')).toHaveCount(1);
      await page.getByTestId('try-example').nth(2).click();
      await expect(page.getByTestId('try-result')).toBeVisible();
      const where = `${locale} at ${width} px`;
      expect(await page.evaluate(() => document.querySelector('.scroll')!.scrollWidth), where).toBeLessThanOrEqual(width);
      expect(await violations(page), where).toEqual([]);
      expect(await unfilled(page), where).toEqual([]);
    }
  }
});

async function effects(api: Api, brand: Brand): Promise<string[]> {
  return (await api.get<{ items: { effect: string }[] }>(`/brands/${brand.id}/word-rules`)).items.map(({ effect }) => effect);
}

async function signedIn(page: Page, origin: string, locale: Locale, path = '/'): Promise<void> {
  const desk = await Desk.open(page, origin, { locale, path });
  await desk.signIn();
}

async function sandbox(api: Api, locale: Locale): Promise<Brand> {
  await api.becomeOwner({ ...owner, locale });
  const brand = await api.post<Brand>('/brands/sandbox');
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 20_000 }).toBeGreaterThan(3);
  return brand;
}

/** With one thing said of one post. */
async function taughtSandbox(api: Api, locale: Locale): Promise<{ brand: Brand; row: CaseRow }> {
  const brand = await sandbox(api, locale);
  const row = (await api.cases(brand)).find(({ preview }) => preview.text.length > 20)!;
  await api.post(`/brands/${brand.id}/corrections`, { case_ids: [row.id], verdict: { sentiment: 'negative', kinds: ['complaint'] } });
  return { brand, row };
}

/** Keys of the dictionary, or places in a sentence that nobody filled. */
async function unfilled(page: Page): Promise<string[]> {
  const text = await page.locator('main').innerText();
  return text.match(/\b(?:understanding|labels|forms)\.[a-z]\w+\b|\{\w+\}|\bundefined\b|\bNaN\b|\[object/g) ?? [];
}
