// Connecting each network by the words on the screen alone, hearing a customer there, and answering.
import type { BrowserContext, Page } from '@playwright/test';
import { violations } from '../support/axe';
import { Desk } from '../support/desk';
import { expect, test as base } from '../support/fixtures';
import { Networks } from '../support/networks';
import { fill, type Locale, locales, words } from '../support/words';

const test = base.extend<object, { networks: Networks }>({
  networks: [
    async ({}, use) => {
      const networks = await Networks.start();
      await use(networks);
      networks.stop();
    },
    { scope: 'worker' },
  ],
});

/** From nothing to the step where the first source is chosen. */
async function wizard(page: Page, origin: string, locale: Locale, brand: string): Promise<Desk> {
  await page.addInitScript((language) => Object.defineProperty(navigator, 'languages', { value: [language] }), locale);
  const desk = await Desk.open(page, origin, { locale });
  await desk.createOwner();
  await desk.nameBrand(brand);
  await expect(page.getByText(desk.say.setup.sourceTitle)).toBeVisible();
  return desk;
}

/** Answers the case with this text and waits until the screen shows the answer as sent. */
async function answer(desk: Desk, text: string, words: string): Promise<void> {
  await desk.seesCase(text);
  await desk.openCase(text);
  await desk.write(words);
  await desk.send();
}

/** One red pixel. */
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

const soon = { timeout: 25_000, intervals: [200] };

test('Telegram is connected with a token, and a private message is answered in Korean', async ({ page, server, networks }) => {
  const { config, secret } = networks.connection('telegram');
  const desk = await wizard(page, server.origin, 'ko', '아크메');
  await page.getByTestId('setup-source-telegram').click();
  await expect(page.getByText(words.ko.connect.telegramSteps_2)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('telegram-token').fill(secret!);
  await page.getByTestId('telegram-advanced').click();
  await page.getByTestId('telegram-api').fill(config.api as string);
  await page.getByTestId('telegram-connect').click();
  await expect(page).toHaveURL(/inbox|\/b\//);

  const text = '냉장고가 또 고장 났어요. 세 번째예요.';
  const said = await networks.say('telegram', 'jiwoo', text);
  await answer(desk, text, '불편을 드려 죄송합니다. 바로 확인하겠습니다.');
  await expect.poll(() => networks.published('telegram'), soon).toMatchObject([{ text: '불편을 드려 죄송합니다. 바로 확인하겠습니다.', answers: said.native_id }]);
});

test('a mailbox is connected, a mail becomes a case, and the answer leaves as a mail', async ({ page, server, networks }) => {
  const { config, secret } = networks.connection('email');
  const { imap, smtp } = config as { imap: { host: string; port: number }; smtp: { host: string; port: number } };
  const desk = await wizard(page, server.origin, 'en', 'Acme');
  await page.getByTestId('setup-source-email').click();
  await page.getByTestId('email-address').fill(config.address as string);
  await page.getByTestId('email-password').fill(secret!);
  await page.getByTestId('email-servers').click();
  for (const [which, place] of [['imap', imap], ['smtp', smtp]] as const) {
    await page.getByTestId(`${which}-host`).fill(place.host);
    await page.getByTestId(`${which}-port`).fill(String(place.port));
    await page.getByTestId(`${which}-tls`).selectOption('none');
  }
  if (typeof config.user === 'string') await page.getByTestId('email-user').fill(config.user);
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('email-connect').click();

  const text = 'My refund has not come, order A-1024. Please look into it.';
  await networks.say('email', 'sora', text);
  await answer(desk, text, 'We are sorry. The refund leaves today.');
  await expect.poll(async () => (await networks.published('email')).map((mail) => mail.text.trim()), soon).toEqual(['We are sorry. The refund leaves today.']);
});

/** The address of the page on which a sign-in ends that opens in another tab. */
async function whereItEnds(context: BrowserContext, press: () => Promise<void>): Promise<string> {
  const [theirs] = await Promise.all([context.waitForEvent('page'), press()]);
  await theirs.waitForURL(/nativeclient/);
  const ended = theirs.url();
  await theirs.close();
  return ended;
}

/** The form of a mailbox at Microsoft's, whose servers are on this machine. */
async function fillMicrosoft(page: Page, config: Record<string, unknown>): Promise<void> {
  const { address, imap, smtp, oauth } = config as { address: string; oauth: Record<'client_id' | 'tenant' | 'authority', string> } & Record<'imap' | 'smtp', { host: string; port: number }>;
  await page.getByTestId('email-address').fill(address);
  await page.getByTestId('email-way').selectOption('microsoft');
  await page.getByTestId('microsoft-client').fill(oauth.client_id);
  await page.getByTestId('microsoft-tenant').fill(oauth.tenant);
  await page.getByTestId('email-servers').click();
  await expect(page.getByTestId('imap-host')).toHaveValue('outlook.office365.com');
  for (const [which, place] of [['imap', imap], ['smtp', smtp]] as const) {
    await page.getByTestId(`${which}-host`).fill(place.host);
    await page.getByTestId(`${which}-port`).fill(String(place.port));
    await page.getByTestId(`${which}-tls`).selectOption('none');
  }
  await page.getByTestId('microsoft-authority').fill(oauth.authority);
}

test('a Microsoft mailbox is connected on its own page, and a mail is answered in Korean', async ({ page, context, server, networks }) => {
  const { config } = networks.connection('microsoft');
  const desk = await wizard(page, server.origin, 'ko', '아크메');
  await page.getByTestId('setup-source-email').click();
  await fillMicrosoft(page, config);
  await page.getByTestId('microsoft-steps').click();
  await expect(page.getByText(words.ko.connect.microsoftSteps_1)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('microsoft-client').fill('acme');
  await page.getByTestId('email-connect').click();
  await expect(page.getByTestId('microsoft-client')).toHaveAttribute('aria-invalid', 'true');
  await page.getByTestId('microsoft-client').fill((config.oauth as { client_id: string }).client_id);
  const ended = await whereItEnds(context, () => page.getByTestId('email-connect').click());
  await expect(page.getByTestId('microsoft-code')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type(ended.split('?')[0]!);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('connect-failure')).toContainText(words.ko.channels.failed_no_code);
  await page.getByTestId('microsoft-code').fill(ended);
  await page.getByTestId('email-connect').click();

  const text = '환불이 아직 안 됐어요. 주문 번호 A-1024예요.';
  const said = await networks.say('microsoft', 'sora', text);
  await answer(desk, text, '죄송합니다. 오늘 환불해 드리겠습니다.');
  await expect.poll(async () => (await networks.published('microsoft')).map((mail) => [mail.text.trim(), mail.answers]), soon).toEqual([['죄송합니다. 오늘 환불해 드리겠습니다.', said.native_id]]);

  await desk.go('channels');
  await page.getByTestId('channel-menu').click();
  await page.getByTestId('channel-signin').click();
  const again = await whereItEnds(context, () => page.getByTestId('signin-submit').click());
  await page.getByTestId('microsoft-code').fill(again);
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('signin-submit').click();
  await expect(page.getByTestId('microsoft-code')).toBeHidden();
  await expect(page.getByText(desk.say.channels.state_live).first()).toBeVisible(soon);
});

test('Mastodon asks its own server, takes the code, and answers a mention in Japanese', async ({ page, context, server, networks }) => {
  const { config } = networks.connection('mastodon');
  const desk = await wizard(page, server.origin, 'ja', 'アクメ');
  await page.getByTestId('setup-source-mastodon').click();
  await page.getByTestId('mastodon-server').fill(config.server as string);
  const [theirs] = await Promise.all([context.waitForEvent('page'), page.getByTestId('mastodon-connect').click()]);
  await theirs.waitForURL(/oauth/);
  const code = await networks.approve(theirs.url());
  await theirs.close();
  await page.getByTestId('mastodon-code').fill('wrong');
  await page.getByTestId('mastodon-connect').click();
  await expect(page.getByTestId('connect-failure')).toContainText(words.ja.channels.failed_code_refused);
  await page.getByTestId('mastodon-code').fill(code);
  await page.getByTestId('mastodon-connect').click();

  const text = '注文した商品がまだ届きません。';
  const said = await networks.say('mastodon', 'yuki', text);
  await answer(desk, text, 'ご迷惑をおかけし申し訳ございません。');
  await expect.poll(async () => (await networks.published('mastodon')).map((post) => post.answers), soon).toEqual([said.native_id]);
});

test('Hacker News needs nothing, and what was answered there is noted here', async ({ page, server, networks }) => {
  const { config } = networks.connection('hacker_news');
  const desk = await wizard(page, server.origin, 'en', 'Acme');
  await page.getByTestId('setup-source-hacker_news').click();
  await page.getByTestId('hacker-news-advanced').click();
  await page.getByTestId('hacker-news-api').fill(config.api as string);
  await page.getByTestId('hacker-news-search').fill(config.search as string);
  await page.getByTestId('hacker-news-connect').click();
  await desk.go('channels');
  await expect(page.getByText(desk.say.channels.state_live).first()).toBeVisible(soon);
  expect(await violations(page)).toEqual([]);

  const text = 'The Acme fridge API is down again, third time this week.';
  await networks.say('hacker_news', 'pg', text);
  await page.getByTestId('channel-menu').click();
  await page.getByTestId('channel-check').click();
  await expect(page.getByText(fill(desk.say.channels.checkedWell, { name: 'Hacker News' }))).toBeVisible();
  await desk.goToInbox();
  await desk.seesCase(text);
  await desk.openCase(text);
  await expect(page.getByTestId('composer-text')).toBeHidden();
  await page.getByTestId('note-elsewhere').click();
  await page.getByTestId('elsewhere-text').fill('We are on it, status.acme.example has the details.');
  await page.getByTestId('elsewhere-link').fill('https://news.ycombinator.com/item?id=1');
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('elsewhere-save').click();
  await expect(desk.thread()).toContainText('status.acme.example');
  await expect(page.getByTestId('answered-on')).toContainText('Hacker News');
  await expect(page.getByTestId('case-state')).toHaveText(desk.say.inbox.waiting);
});

test('what was said where no program may listen is pasted with a screenshot, in Korean, on a phone', async ({ page, server, api }) => {
  await api.becomeOwner();
  const brand = await api.addBrand('아크메');
  await page.setViewportSize({ width: 390, height: 844 });
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await api.call('PATCH', '/me', { locale: 'ko' });
  await page.goto(`${server.origin}/b/${brand.id}/inbox`);
  await page.getByTestId('paste-post').first().click();
  await page.getByTestId('paste-url').fill('https://x.com/minji/status/1859000000000000001?s=20');
  const text = '아크메 냉장고 세 번째 고장인데 상담원 연결이 안 돼요';
  await page.getByTestId('paste-text').fill(text);
  await page.getByTestId('paste-file').setInputFiles({ name: '화면.png', mimeType: 'image/png', buffer: picture });
  await expect(page.getByTestId('paste-picture')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('paste-send').click();
  await expect(desk.thread()).toContainText(text);
  await expect(page.getByTestId('picture-open')).toBeVisible(soon);
  const [row] = await api.cases(brand);
  expect([row?.network, row?.author.handle]).toEqual(['x', 'minji']);
});

test('all doors are there in three languages, on a phone too, and each says what it needs', async ({ page, server, api }, testInfo) => {
  await api.becomeOwner();
  await Desk.open(page, server.origin).then((desk) => desk.signIn());
  await page.goto(`${server.origin}/setup`);
  await page.getByTestId('setup-brand').fill('Acme');
  await page.getByTestId('setup-next').click();
  await expect(page.getByTestId('setup-source-telegram')).toBeVisible();
  for (const locale of locales) {
    await api.call('PATCH', '/me', { locale });
    for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
      await page.setViewportSize(size);
      for (const kind of ['bluesky_stream', 'hacker_news', 'feed', 'bluesky', 'mastodon', 'email', 'telegram'] as const) {
        const which = `${kind}-${locale}-${size.width}`;
        await page.goto(`${server.origin}/setup?source=${kind}`);
        await expect(page.locator('html')).toHaveAttribute('lang', locale);
        await expect(page.getByRole('heading', { name: fill(words[locale].setup[`${kind}_title`], { brand: 'Acme' }) })).toBeVisible();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        expect(wide, which).toBe(false);
        expect(await violations(page), which).toEqual([]);
        // To be looked at by a person.
        await page.screenshot({ path: testInfo.outputPath(`${which}.png`), fullPage: true });
      }
    }
  }
});
