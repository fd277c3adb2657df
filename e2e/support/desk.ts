// The screen as a person knows it: by the words on it. Everything that depends on markup is here.
import { expect, type Locator, type Page } from '@playwright/test';
import { owner } from './api';
import { fill, type Locale, words } from './words';

export class Desk {
  private constructor(
    readonly page: Page,
    readonly origin: string,
    readonly locale: Locale,
  ) {}

  static async open(page: Page, origin: string, { locale = 'en', path = '/' }: { locale?: Locale; path?: string } = {}): Promise<Desk> {
    await page.goto(origin + path);
    return new Desk(page, origin, locale);
  }

  get say() {
    return words[this.locale];
  }

  // ── the wizard ──

  async createOwner(person = owner): Promise<void> {
    const { setup } = this.say;
    await this.field(setup.accountName).fill(person.name);
    await this.field(setup.accountEmail).fill(person.email);
    await this.field(setup.accountPassword).fill(person.password);
    await this.button(setup.next).click();
  }

  async nameBrand(name: string): Promise<void> {
    await this.field(this.say.setup.brandName).fill(name);
    await this.button(this.say.setup.next).click();
  }

  async connectBlueskyInWizard(account: { service: string; handle: string; password: string }): Promise<void> {
    await this.page.getByRole('button', { name: this.say.setup.bluesky_name }).click();
    await this.fillBluesky(account);
  }

  async signIn(person = owner): Promise<void> {
    const { entry } = this.say;
    await this.field(entry.loginEmail).fill(person.email);
    await this.field(entry.loginPassword).fill(person.password);
    await this.button(entry.loginSubmit).click();
    await expect(this.page).not.toHaveURL(/\/login/);
  }

  // ── places ──

  async go(to: 'inbox' | 'monitors' | 'channels' | 'people' | 'settings' | 'imports'): Promise<void> {
    // A number of waiting cases may stand beside the word.
    await this.page.getByRole('link', { name: new RegExp(`(^| )${this.say.shell[to]}( |$)`) }).first().click();
    await expect(this.page).toHaveURL(new RegExp(`/${to}`));
  }

  async goToInbox(): Promise<void> {
    await this.go('inbox');
  }

  async addStream({ url, appview }: { url: string; appview: string }): Promise<void> {
    const { channels } = this.say;
    await this.go('channels');
    await this.button(channels.add).click();
    await this.page.getByRole('button', { name: channels.connector_bluesky_stream }).click();
    await this.advanced();
    await this.field(channels.streamUrl).fill(url);
    await this.field(channels.streamAppview).fill(appview);
    await this.button(channels.streamConnect).click();
    await expect(this.page.getByText(channels.state_live).first()).toBeVisible();
  }

  private async fillBluesky({ service, handle, password }: { service: string; handle: string; password: string }): Promise<void> {
    const { channels } = this.say;
    await this.field(channels.blueskyIdentifier).fill(handle);
    await this.field(channels.blueskyPassword).fill(password);
    await this.advanced();
    await this.field(channels.blueskyService).fill(service);
    await this.button(channels.blueskyConnect).click();
  }

  /** Opens the part of a form that most people never need. */
  private async advanced(): Promise<void> {
    const summary = this.page.getByText(this.say.forms.advanced, { exact: true });
    if (await summary.isVisible()) await summary.click();
  }

  // ── the inbox ──

  rows(): Locator {
    return this.page.getByTestId('case-row');
  }

  row(text: string): Locator {
    return this.rows().filter({ hasText: text });
  }

  selectedRow(): Locator {
    return this.page.locator('[data-testid=case-row][aria-selected=true]');
  }

  /** New cases wait behind a pill, so that the list does not move under the pointer; a person who waits for one presses it. */
  async seesCase(text: string): Promise<void> {
    await expect(async () => {
      const pill = this.page.getByTestId('new-pill');
      if (await pill.isVisible()) await pill.click();
      await expect(this.row(text)).toBeVisible({ timeout: 250 });
    }).toPass({ timeout: 15_000, intervals: [50] });
  }

  async openCase(text: string): Promise<void> {
    await this.row(text).click();
    await expect(this.thread()).toContainText(text);
  }

  thread(): Locator {
    return this.page.getByTestId('case-thread');
  }

  composer(): Locator {
    return this.page.getByTestId('composer-text');
  }

  async write(text: string): Promise<void> {
    await this.composer().fill(text);
  }

  /** As people send: Control and Enter. */
  async send(): Promise<void> {
    await this.composer().press('Control+Enter');
  }

  sentLink(): Locator {
    return this.page.getByTestId('reply-link').first();
  }

  async showEarlierVersions(): Promise<void> {
    await this.page.getByTestId('post-revisions').first().locator('summary').click();
  }

  deletedAtSource(): Locator {
    return this.page.getByTestId('post-deleted').first();
  }

  /**
   * Watches for a new case with this text, pressing the pill as soon as it shows; the function that it gives tells when the case
   * was painted, in milliseconds since 1970.
   */
  async noticeCase(text: string): Promise<() => Promise<number>> {
    const handle = await this.page.evaluateHandle((wanted) => {
      const look = () => {
        document.querySelector<HTMLElement>('[data-testid=new-pill]')?.click();
        return [...document.querySelectorAll('[data-testid=case-row]')].some((row) => row.textContent?.includes(wanted));
      };
      return {
        seen: new Promise<number>((resolve) => {
          const observer = new MutationObserver(() => {
            if (!look()) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
      };
    }, text);
    return () => handle.evaluate(({ seen }) => seen);
  }

  // ── words ──

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name: string, values: Record<string, string | number> = {}): Locator {
    return this.page.getByRole('button', { name: fill(name, values), exact: true });
  }
}
