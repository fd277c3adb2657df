// Light, dark, or what the system says. Kept on the device for the first paint and on the account for the next device.
import { remember, recall } from './storage';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

class ThemeState {
  chosen = $state<Theme>('system');
  #system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');

  start() {
    const kept = recall('theme');
    if (THEMES.includes(kept as Theme)) this.chosen = kept as Theme;
    this.#system?.addEventListener('change', () => this.#show());
    this.#show();
  }

  choose(theme: Theme) {
    this.chosen = theme;
    remember('theme', theme);
    this.#show();
  }

  #show() {
    const dark = this.chosen === 'dark' || (this.chosen === 'system' && (this.#system?.matches ?? false));
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }
}

export const theme = new ThemeState();
