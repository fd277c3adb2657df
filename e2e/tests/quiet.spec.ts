// A page that is looked at asks the server once for what it shows; it does not keep asking because an answer came.
import type { Brand } from '../support/api';
import { Desk } from '../support/desk';
import { expect, test } from '../support/fixtures';

const pages = ['monitors', 'imports', 'quarantine', 'people', 'settings', 'me'] as const;
/** Long enough for a page that asks again at each answer to be found out, and no clock to wait for. */
const OTHER_QUESTIONS = 60;
/** The page's own question, and the shell's for the same. */
const QUESTIONS_MAX = 2;

test('a page at rest asks nothing again', async ({ page, server, api }) => {
  await api.becomeOwner();
  const brand = await api.post<Brand>('/brands/sandbox');
  const desk = await Desk.open(page, server.origin);
  await desk.signIn();
  await expect(desk.rows().first()).toBeVisible();
  for (const name of pages) {
    const asked = new Map<string, number>();
    const count = (request: { method(): string; url(): string }) => {
      const question = `${request.method()} ${new URL(request.url()).pathname}`;
      if (question.includes('/api/v1/') && !question.endsWith('/counts')) asked.set(question, (asked.get(question) ?? 0) + 1);
    };
    await page.goto(server.origin + (name === 'me' ? '/me' : `/b/${brand.id}/${name}`));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    page.on('request', count);
    await page.evaluate(async (times) => {
      for (let time = 0; time < times; time++) await fetch('/healthz');
    }, OTHER_QUESTIONS);
    page.off('request', count);
    expect([...asked].filter(([, times]) => times > QUESTIONS_MAX), name).toEqual([]);
  }
});
