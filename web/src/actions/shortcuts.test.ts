import { describe, expect, it } from 'vitest';
import { ShortcutReader, showShortcut, type KeyPress } from './shortcuts';

const KNOWN = ['j', 'e', '/', '?', 'Enter', 'mod+k', 'g i', 'g m', 'i'] as const;

function press(key: string, code: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

describe('one press', () => {
  it.each([
    ['J on a Latin layout', press('j', 'KeyJ'), 'j'],
    ['J with Hangul on', press('ㅓ', 'KeyJ'), 'j'],
    ['J with kana on', press('ま', 'KeyJ'), 'j'],
    ['J where caps lock is on', press('J', 'KeyJ'), 'j'],
    ['J on Dvorak, where the place is C', press('j', 'KeyC'), 'j'],
    ['what Dvorak writes at the place of J', press('h', 'KeyJ'), null],
    ['slash', press('/', 'Slash'), '/'],
    ['question mark', press('?', 'Slash', { shiftKey: true }), '?'],
    ['question mark on a German layout', press('?', 'Minus', { shiftKey: true }), '?'],
    ['Ctrl+K', press('k', 'KeyK', { ctrlKey: true }), 'mod+k'],
    ['⌘K with Hangul on', press('ㅏ', 'KeyK', { metaKey: true }), 'mod+k'],
    ['Ctrl+J', press('j', 'KeyJ', { ctrlKey: true }), null],
    ['Alt+J', press('j', 'KeyJ', { altKey: true }), null],
    ['Shift+J', press('J', 'KeyJ', { shiftKey: true }), null],
    ['J while composing', press('ㅓ', 'KeyJ', { isComposing: true }), null],
    ['J that an input method took', press('Process', 'KeyJ', { keyCode: 229 }), null],
    ['Enter', press('Enter', 'Enter'), 'Enter'],
  ])('%s', (_, given, expected) => {
    expect(new ShortcutReader().read(given, KNOWN, 0)).toBe(expected);
  });
});

describe('two presses', () => {
  const after = (wait_ms: number, second: KeyPress) => {
    const reader = new ShortcutReader();
    reader.read(press('ㅎ', 'KeyG'), KNOWN, 0);
    return reader.read(second, KNOWN, wait_ms);
  };

  it('are a sequence', () => expect(after(500, press('ㅑ', 'KeyI'))).toBe('g i'));
  it('too far apart are not', () => expect(after(2000, press('i', 'KeyI'))).toBe('i'));
  it('of which the second is unknown are the second', () => expect(after(500, press('j', 'KeyJ'))).toBe('j'));
});

it('is written as the machine writes it', () => {
  expect(showShortcut('mod+k', true)).toEqual(['⌘', 'K']);
  expect(showShortcut('g i', false)).toEqual(['G', 'I']);
});
