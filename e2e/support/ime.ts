// Typing Korean and Japanese as an input method does: through the browser's own composition, not by inserting finished text.
import type { CDPSession, Page } from '@playwright/test';

/** The steps in which an input method shows a syllable or a word, the last one being what it commits. */
export type Composition = readonly string[];

/** 안녕하세요, syllable by syllable, as the two-set keyboard builds it. */
export const korean: readonly Composition[] = [
  ['ㅇ', '아', '안'],
  ['ㄴ', '녀', '녕'],
  ['ㅎ', '하'],
  ['ㅅ', '세'],
  ['ㅇ', '요'],
];

/** 返金します: kana first, then the conversion. */
export const japanese: readonly Composition[] = [
  ['h', 'へ', 'へn', 'へん', 'へんk', 'へんき', 'へんきn', 'へんきん', '返金'],
  ['s', 'し', 'しm', 'しま', 'しまs', 'します'],
];

export function finished(word: readonly Composition[]): string {
  return word.map((steps) => steps.at(-1)).join('');
}

export class InputMethod {
  private constructor(private readonly session: CDPSession) {}

  static async attach(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page));
  }

  /** Shows one step, uncommitted. */
  async show(text: string): Promise<void> {
    await this.session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }

  async commit(text: string): Promise<void> {
    await this.session.send('Input.insertText', { text });
  }

  /** Types a whole word; `during` is called in the middle of every syllable. */
  async type(word: readonly Composition[], during: () => Promise<void> = async () => {}): Promise<void> {
    for (const steps of word) {
      for (const [place, step] of steps.entries()) {
        await this.show(step);
        if (place === Math.floor(steps.length / 2)) await during();
      }
      await this.commit(steps.at(-1)!);
    }
  }

  /** A key as the operating system reports it with an input method on: the letter is Hangul, the place on the keyboard is not. */
  async press(key: string, code: string, { control = false, keyCode = 0 } = {}): Promise<void> {
    const event = { key, code, modifiers: control ? 2 : 0, windowsVirtualKeyCode: keyCode };
    await this.session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
    await this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Enter, with or without Control, while the input method still has the text: it belongs to the input method. */
  async enter({ control = false } = {}): Promise<void> {
    await this.press('Enter', 'Enter', { control, keyCode: 13 });
  }
}
