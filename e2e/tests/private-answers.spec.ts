// From a post that all can read to words for one person: on the same network, by a code, and by mail.
import type { Page } from '@playwright/test';
import type { Api, Brand, Channel } from '../support/api';
import { violations } from '../support/axe';
import { Desk } from '../support/desk';
import { expect, test as base } from '../support/fixtures';
import { type Name, Networks } from '../support/networks';

// Fresh for each test: a brand hears what was said before it came, too.
const test = base.extend<{ networks: Networks }>({
  networks: async ({}, use) => {
    const networks = await Networks.start();
    await use(networks);
    networks.stop();
  },
});

const soon = { timeout: 25_000, intervals: [200] };

/** A brand that listens on these networks, and the case of what a customer says on the first of them. */
async function openedCase({ page, api, networks }: { page: Page; api: Api; networks: Networks }, names: [Name, ...Name[]], text: string): Promise<{ desk: Desk; brand: Brand; channels: Channel[] }> {
  await api.becomeOwner();
  const brand = await api.addBrand('Acme');
  const channels: Channel[] = [];
  for (const name of names) {
    const { config, secret } = networks.connection(name);
    channels.push(await api.post<Channel>(`/brands/${brand.id}/channels`, { connector: name, config, ...(secret === null ? {} : { secret }) }));
  }
  const desk = await Desk.open(page, api.origin);
  await desk.signIn();
  await page.goto(`${api.origin}/b/${brand.id}/inbox`);
  await expect(async () => {
    const { items } = await api.get<{ items: Channel[] }>(`/brands/${brand.id}/channels`);
    expect(items.flatMap(({ sources }) => sources.map(({ state }) => state)).every((state) => state === 'live')).toBe(true);
  }).toPass(soon);
  await networks.say(names[0], 'jiwoo', text);
  await desk.seesCase(text);
  await desk.openCase(text);
  return { desk, brand, channels };
}

test('a public post is answered in private, and nobody else reads it unasked', async ({ page, api, networks }) => {
  const text = 'my Acme fridge leaks, order 1234';
  const { desk } = await openedCase({ page, api, networks }, ['mastodon'], text);
  const audience = page.getByTestId('composer-audience');
  await expect(audience).toContainText(desk.say.composer.audience_public);
  await page.keyboard.press('p');
  await expect(audience).toHaveAttribute('data-audience', 'direct');
  await expect(desk.composer()).toBeFocused();
  expect(await violations(page)).toEqual([]);

  await page.keyboard.type('We ask @sora@elsewhere.example about it.');
  await desk.send();
  await expect(page.getByTestId('others-dialog')).toContainText('@sora@elsewhere.example');
  await expect(page.getByTestId('others-back')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(desk.composer()).toHaveValue('We ask @sora@elsewhere.example about it.');

  await desk.write('We look into it at once.');
  await desk.send();
  await page.getByTestId('undo-send').click();
  await expect(desk.composer()).toHaveValue('We look into it at once.');
  await page.reload();
  await expect(desk.composer()).toHaveValue('We look into it at once.');
  await expect(audience).toHaveAttribute('data-audience', 'direct');

  await desk.send();
  await expect.poll(() => networks.published('mastodon'), soon).toMatchObject([{ text: expect.stringContaining('We look into it at once.'), private: true }]);
  await expect(desk.thread().getByTestId('visibility')).toHaveText(desk.say.case.visibility_direct);
});

test('a code carries the case into a chat, and a letter leaves from the mailbox', async ({ page, api, networks }) => {
  const text = 'my Acme oven smokes, what do I do';
  const { desk, brand, channels } = await openedCase({ page, api, networks }, ['mastodon', 'email', 'telegram'], text);
  await page.getByTestId('more-ways').click();
  await page.getByTestId('by-mail').click();
  await page.getByTestId('handoff-mailbox').selectOption(channels[2]!.id);
  await page.getByTestId('handoff-make').click();
  const sentence = (await page.getByTestId('handoff-sentence').textContent())!;
  const code = /start=(\w+)/.exec(sentence)![1]!;
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('handoff-insert').click();
  await expect(desk.composer()).toHaveValue(sentence);
  // Told on the telephone after all.
  await desk.write('');
  await expect(page.getByTestId('hand-offs').getByRole('listitem')).toHaveAttribute('data-state', 'valid');

  await networks.say('telegram', 'jiwoo', `/start ${code}`);
  await networks.say('telegram', 'jiwoo', 'It is the model AH-200.');
  await expect(desk.thread()).toContainText('It is the model AH-200.', soon);
  await expect(page.getByTestId('note-by_code')).toBeVisible();
  await expect(page.getByTestId('hand-offs').getByRole('listitem')).toHaveAttribute('data-state', 'used');
  await expect(page.getByTestId('composer-audience')).toHaveAttribute('data-audience', 'direct');
  expect((await api.get<{ items: unknown[] }>(`/brands/${brand.id}/cases?state=all`)).items).toHaveLength(1);

  await page.getByTestId('more-ways').click();
  await page.getByTestId('by-mail').click();
  await page.getByTestId('handoff-letter').check();
  await page.getByTestId('handoff-to').fill('jiwoo@mail.example');
  await page.getByTestId('handoff-write').click();
  await expect(page.getByTestId('composer-audience')).toHaveAttribute('data-audience', 'letter');
  await page.getByTestId('letter-subject').fill('Your oven');
  expect(await violations(page)).toEqual([]);
  await desk.write('Please switch it off. A technician calls you today.');
  await desk.send();
  await expect.poll(async () => (await networks.published('email')).map((mail) => mail.text.trim()), soon).toEqual(['Please switch it off. A technician calls you today.']);
  await expect(desk.thread().getByTestId('reply-letter')).toContainText('jiwoo@mail.example');
});
