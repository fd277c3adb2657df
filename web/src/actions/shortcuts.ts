// Reads key presses as shortcuts. With a Hangul or kana layout the J key says "ㅓ", so the place of the key (`code`) counts as well as
// what it says (`key`). Never while somebody types or an input method composes.

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing?: boolean;
  keyCode?: number;
}

/** `j`, `?`, `Enter`, `mod+k`; two keys one after the other: `g i`. */
export type Shortcut = string;

const CODES: Record<string, string> = {
  '/': 'Slash',
  ArrowDown: 'ArrowDown',
  ArrowUp: 'ArrowUp',
  Enter: 'Enter',
  Escape: 'Escape',
  Home: 'Home',
  End: 'End',
};

export const isComposing = (press: Pick<KeyPress, 'isComposing' | 'keyCode'>) => press.isComposing === true || press.keyCode === 229;

function pressMatches(press: KeyPress, wanted: string): boolean {
  const mod = wanted.startsWith('mod+');
  const key = mod ? wanted.slice(4) : wanted;
  if (mod !== (press.ctrlKey || press.metaKey) || press.altKey) return false;
  if (key === '?') return press.key === '?' || (press.shiftKey && press.code === 'Slash');
  if (press.shiftKey) return false;
  if (/^[a-z]$/.test(key)) return press.key.toLowerCase() === key || (press.code === `Key${key.toUpperCase()}` && !/^[a-z]$/i.test(press.key));
  return press.key === key || (CODES[key] !== undefined && press.code === CODES[key] && !/^[a-z]$/i.test(press.key));
}

const SEQUENCE_MS = 1200;

export class ShortcutReader {
  #first: KeyPress | null = null;
  #first_at = 0;

  /** The shortcut of `known` that this press completes. A sequence wins over a single key. */
  read<S extends Shortcut>(press: KeyPress, known: readonly S[], now: number): S | null {
    if (isComposing(press) || ['Shift', 'Control', 'Alt', 'Meta'].includes(press.key)) return null;
    const first = this.#first && now - this.#first_at <= SEQUENCE_MS ? this.#first : null;
    this.#first = null;
    if (first) {
      const found = known.find((shortcut) => {
        const [one = '', two] = shortcut.split(' ');
        return two !== undefined && pressMatches(first, one) && pressMatches(press, two);
      });
      if (found !== undefined) return found;
    }
    if (known.some((shortcut) => shortcut.includes(' ') && pressMatches(press, shortcut.split(' ')[0] ?? ''))) {
      this.#first = press;
      this.#first_at = now;
    }
    return known.find((shortcut) => !shortcut.includes(' ') && pressMatches(press, shortcut)) ?? null;
  }
}

/** True where keys are for writing. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])');
}

/** How a shortcut is written on this machine. */
export function showShortcut(shortcut: Shortcut, apple: boolean): string[] {
  const names: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Enter: '↵', Escape: 'Esc' };
  return shortcut.split(' ').flatMap((part) => {
    const mod = part.startsWith('mod+');
    const key = mod ? part.slice(4) : part;
    return [...(mod ? [apple ? '⌘' : 'Ctrl'] : []), names[key] ?? (/^[a-z]$/.test(key) ? key.toUpperCase() : key)];
  });
}

export const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);
