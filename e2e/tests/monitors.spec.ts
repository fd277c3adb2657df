// A monitor finds what people really type: written, tried out and saved by a person; a misspelt post comes in with its reason; noise is muted.
import type { Locator, Page } from '@playwright/test';
import type { Api, Brand } from '../support/api';
import { violations } from '../support/axe';
import { listenToStream } from '../support/bluesky';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';
import { type Composition, InputMethod } from '../support/ime';
import { fill } from '../support/words';

const soon = { timeout: 15_000, intervals: [50] };

/** 우주 is nothing that the brand's own monitor, which has its name, would find. */
const posts = [
  '아크매 냉장고 또 고장.. 세번째다 진짜',
  '어제 산 아크메 세탁기에서 이상한 소리가 나요',
  '아 크메 배송 언제 와요',
  'dkzmap 왜 로그인 안 됨?',
  '우주선이 날아간다',
];

async function brandWithPosts(api: Api, name = '우주'): Promise<Brand> {
  await api.becomeOwner({ name: '김지은', email: 'owner@example.test', password: 'a long enough pass phrase', locale: 'en' });
  const brand = await api.addBrand(name);
  const lines = posts.map((text, place) => JSON.stringify({ id: String(place), text, author: `customer${place}`, time: new Date().toISOString() }));
  await api.upload(`/brands/${brand.id}/imports?format=jsonl&name=posts.jsonl`, lines.join('\n'));
  await expect.poll(async () => (await api.cases(brand)).length, { timeout: 30_000 }).toBe(posts.length);
  return brand;
}

async function openMonitors(page: Page, origin: string): Promise<Desk> {
  const desk = await Desk.open(page, origin);
  await desk.signIn();
  await expect(desk.rows().first()).toBeVisible();
  await desk.go('monitors');
  return desk;
}

const chips = (page: Page): Locator => page.getByTestId('chip');
const variant = (page: Page, text: string): Locator => page.locator(`[data-testid=variant][data-text="${text}"]`);

test('in Korean: a monitor is tried out before it goes live, hears a misspelt post, and the spelling is muted', async ({ page, server, api, network, customer }) => {
  const brand = await brandWithPosts(api);
  await api.call('PATCH', '/me', { locale: 'ko' });
  await listenToStream(api, brand, network);
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers, soon).toBe(1);
  const desk = await openKorean(page, server.origin);
  const { monitors, mutes, variants } = desk.say;

  await desk.button(monitors.add).click();
  await desk.field(monitors.name).fill('브랜드 이름');
  await page.getByTestId('monitor-any').fill('아크메');
  await page.getByTestId('monitor-any').press('Enter');

  // The misspelling is listed with its reason, and with the post that it would have caught.
  const misspelt = variant(page, '아크매');
  await expect(misspelt).toContainText('ㅔ를 ㅐ로 잘못 씀');
  await expect(misspelt).toContainText('아크매 냉장고 또 고장');
  await expect(misspelt.getByRole('switch')).toBeChecked();
  await expect(page.getByTestId('monitor-preview-count')).toContainText('4');
  await misspelt.getByRole('switch').uncheck();
  await expect(page.getByTestId('monitor-preview-count')).toContainText('3');
  await misspelt.getByRole('switch').check();
  await expect(page.getByTestId('monitor-preview-count')).toContainText('4');
  const mark = page.getByTestId('monitor-sample').filter({ hasText: '아크매' }).getByTestId('matched').first();
  await mark.focus();
  await expect(page.getByRole('tooltip')).toHaveText(fill(variants.tipVariant, { term: '아크메', variant: '아크매', reason: 'ㅔ를 ㅐ로 잘못 씀' }));
  await page.getByTestId('monitor-save').click();
  await expect(page.getByTestId('monitor-row').filter({ hasText: '브랜드 이름' })).toBeVisible();

  await desk.goToInbox();
  await customer.post('오늘은 아크매 냉장고 문이 떨어졌다');
  await desk.seesCase('문이 떨어졌다');
  await desk.openCase('문이 떨어졌다');
  await expect(desk.thread().locator('mark').first()).toHaveText('아크매');
  const why = page.getByTestId('why-here');
  await expect(why).toContainText(fill(mutes.becauseMonitor, { monitor: '브랜드 이름' }));
  await expect(why).toContainText('ㅔ를 ㅐ로 잘못 씀');

  await page.getByTestId('mute-open').click();
  await page.getByTestId('mute-spelling').click();
  await expect(page.getByTestId('toast')).toContainText(fill(mutes.spellingMuted, { monitor: '브랜드 이름', text: '아크매' }));
  await customer.post('이제 아크매 세탁기도 멈췄다');
  await customer.post('아크메 고객센터는 친절했다');
  await desk.goToInbox();
  await desk.seesCase('친절했다');
  expect((await api.cases(brand)).filter((row) => row.preview.text.includes('멈췄다')), 'what is muted opens no case').toEqual([]);

  await desk.go('monitors');
  await page.getByTestId('monitor-row').filter({ hasText: '브랜드 이름' }).getByTestId('monitor-edit').click();
  await expect(variant(page, '아크매')).toContainText(variants.muted);
  await page.goto(`${server.origin}/b/${brand.id}/monitors?show=muted`);
  await page.getByTestId('mute-lift').click();
  await expect(page.getByText(mutes.empty)).toBeVisible();
});

/** The account speaks Korean; so does the page before anybody signs in. */
async function openKorean(page: Page, origin: string): Promise<Desk> {
  const desk = await Desk.open(page, origin, { locale: 'en' });
  await desk.signIn();
  const korean = await Desk.open(page, origin, { locale: 'ko' });
  await expect(korean.rows().first()).toBeVisible();
  await korean.go('monitors');
  return korean;
}

test('in English: a query with an error is mended, converts to boxes and back, and says what boxes cannot show', async ({ page, server, api }) => {
  const brand = await brandWithPosts(api);
  const desk = await openMonitors(page, server.origin);
  const { monitors, query } = desk.say;
  await desk.button(monitors.add).click();
  await desk.field(monitors.name).fill('Fridges');
  await page.getByTestId('face-query').click();
  const field = page.getByTestId('monitor-query');
  await field.fill('😀 ~아크메 or acme');
  const problem = page.getByTestId('query-problems');
  await expect(problem).toContainText(fill(query.column, { column: 8 }));
  await expect(problem).toContainText(fill(query.problem_lowercase_operator, { about: 'or' }));
  await problem.getByRole('button', { name: fill(query.column, { column: 8 }) }).click();
  expect(await field.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toBe('or');
  await page.getByTestId('query-mend').first().click();
  await expect(field).toHaveValue('😀 ~아크메 OR acme');
  await expect(problem).toHaveCount(0);

  await field.fill('(~아크메 OR acme OR #아크메) 냉장고 NOT 채용 lang:ko');
  await expect(page.getByTestId('monitor-preview-count')).toBeVisible();
  await page.getByTestId('face-boxes').click();
  await expect(chips(page).locator('.text')).toHaveText(['아크메', 'acme', '냉장고', '채용', '#아크메']);
  await expect(page.getByRole('button', { name: fill(monitors.chipVariants, { term: '아크메' }) })).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('face-query').click();
  const written = await field.inputValue();
  await page.getByTestId('face-boxes').click();
  await page.getByTestId('face-query').click();
  await expect(field, 'there and back it is the same').toHaveValue(written);

  await field.fill('acme (배송 OR 택배) NEAR/5 지연');
  await expect(page.getByTestId('not-boxes')).toContainText('(배송 OR 택배) NEAR/5 지연');
  await page.getByTestId('face-boxes').click();
  await expect(field, 'the query stays').toBeVisible();

  await page.getByTestId('monitor-save').click();
  const row = page.getByTestId('monitor-row').filter({ hasText: 'Fridges' });
  await expect(row).toContainText('NEAR/5');
  expect((await api.get<{ items: { name: string }[] }>(`/brands/${brand.id}/monitors`)).items.map(({ name }) => name)).toContain('Fridges');
});

test('by keyboard alone, with chips, marks and Control+Enter', async ({ page, server, api }) => {
  await brandWithPosts(api);
  const desk = await openMonitors(page, server.origin);
  const { monitors } = desk.say;
  await desk.button(monitors.add).focus();
  await page.keyboard.press('Enter');
  await expect(desk.field(monitors.name)).toBeFocused();
  await page.keyboard.type('Keys');
  await tabTo(page, '[data-testid=monitor-any]');
  await page.keyboard.type('acme,fridge');
  await page.keyboard.press('Enter');
  await expect(chips(page)).toHaveCount(2);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator(':focus')).toHaveAccessibleName(fill(monitors.removeTerm, { term: 'fridge' }));
  await page.keyboard.press('=');
  await expect(page.getByRole('button', { name: fill(monitors.chipExact, { term: 'fridge' }) })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Delete');
  await expect(chips(page)).toHaveCount(1);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('monitor-row').filter({ hasText: 'Keys' })).toContainText('~acme');
});

test('over its limit a monitor samples, says what it left out, and reads it when asked', async ({ page, server, api, network, customer }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('우주');
  await listenToStream(api, brand, network);
  await expect.poll(async () => (await network.controlled<{ subscribers: number }>('/stream')).subscribers, soon).toBe(1);
  await api.post(`/brands/${brand.id}/monitors`, { name: 'Fridges', query: '아크메', budget: { per_hour: 1, per_day: null } });
  const written = 5;
  for (let number = 1; number <= written; number++) await customer.post(`아크메 냉장고 번호${number}`);
  const heard = async () => {
    const { items } = await api.get<{ items: { name: string; skipped: { count: number } }[] }>(`/brands/${brand.id}/monitors`);
    const posts = (await api.cases(brand)).reduce((sum, row) => sum + row.posts_count, 0);
    return { posts, skipped: items.find(({ name }) => name === 'Fridges')!.skipped.count };
  };
  await expect.poll(async () => Object.values(await heard()).reduce((sum, count) => sum + count), soon).toBe(written);
  const { skipped } = await heard();
  expect(skipped, 'one in ten comes in all the same').toBeGreaterThan(0);

  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await desk.go('monitors');
  const banner = page.getByTestId('monitor-skipped');
  await expect(banner).toContainText(`left out ${skipped} mention`);
  await page.getByTestId('monitor-read-skipped').click();
  await expect(banner).toHaveCount(0);
  await expect.poll(async () => (await heard()).posts, soon).toBe(written);
});

test('one of many monitors is found with a slash and a few letters', async ({ page, server, api }) => {
  const brand = await brandWithPosts(api);
  for (let number = 1; number <= 60; number++) {
    await api.post(`/brands/${brand.id}/monitors`, { name: `Product ${number}`, query: `제품${number}호 OR product${number}`, enabled: number % 10 !== 0 });
  }
  const desk = await openMonitors(page, server.origin);
  const rows = page.getByTestId('monitor-row');
  await expect(rows).toHaveCount(50);
  await desk.button(desk.say.monitors.showMore).click();
  await expect(rows).toHaveCount(61);
  await page.keyboard.press('/');
  await expect(page.getByTestId('monitor-search')).toBeFocused();
  await page.keyboard.type('ＰＲＯＤＵＣＴ37');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('제품37호');
  await page.getByTestId('monitor-search').fill('');
  await page.getByTestId('monitor-show').selectOption('off');
  await expect(rows).toHaveCount(6);
  await rows.first().getByTestId('monitor-switch').click();
  await expect(rows).toHaveCount(5);
});

/** After which a query is read. */
const longerThanThePause_ms = 2_000;

const word: readonly Composition[] = [
  ['ㅇ', '아'],
  ['ㅋ', '크'],
  ['ㅁ', '메'],
];

test('an input method composes in peace, in boxes and in the query', async ({ page, server, api }) => {
  await brandWithPosts(api);
  const desk = await openMonitors(page, server.origin);
  await desk.button(desk.say.monitors.add).click();
  const method = await InputMethod.attach(page);
  const asked: string[] = [];
  page.on('request', (request) => void (request.url().endsWith('/monitors/read') && asked.push(request.postData() ?? '')));

  await page.getByTestId('monitor-any').focus();
  await method.type(word, async () => method.enter());
  await expect(chips(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(chips(page).locator('.text')).toHaveText(['아크메']);

  await page.getByTestId('face-query').click();
  const field = page.getByTestId('monitor-query');
  await field.fill('');
  asked.length = 0;
  await field.focus();
  await page.clock.install();
  await method.show('ㅇ');
  await method.show('아');
  await page.clock.runFor(longerThanThePause_ms);
  // What was asked before this would be known by now.
  await page.evaluate(() => fetch('/healthz').then(() => {}));
  expect(asked, 'nothing is asked about a syllable that is not finished').toEqual([]);
  await method.commit('아');
  await page.clock.runFor(longerThanThePause_ms);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await expect(field).toHaveValue('아');
});

test('on a phone everything fits, in each language, and is readable to all', async ({ page, server, api }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const brand = await brandWithPosts(api, '아크메');
  const monitor = await api.post<{ id: string }>(`/brands/${brand.id}/monitors`, { name: '이름', query: '(~아크메 OR ~acme OR ~アクメ) NOT 채용' });
  await api.post(`/brands/${brand.id}/mutes`, { what: { is: 'phrase', text: '무료 나눔' } });
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(desk.rows().first()).toBeVisible();
  for (const locale of ['en', 'ko', 'ja'] as const) {
    await api.call('PATCH', '/me', { locale });
    const views = { '': 'monitor-row', [`?monitor=${monitor.id}`]: 'variant', '?monitor=new': 'monitor-editor', '?show=muted': 'mute' };
    for (const [search, shows] of Object.entries(views)) {
      await page.goto(`${server.origin}/b/${brand.id}/monitors${search}`);
      await expect(page.getByTestId(shows).first()).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${locale} ${search}`).toBeLessThanOrEqual(390);
      expect(await violations(page), `${locale} ${search}`).toEqual([]);
    }
  }
});

/** Presses Tab until the wanted element has the focus; a person gives up, too. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if (await page.locator(`${selector}:focus`).count()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} cannot be reached with Tab`);
}
