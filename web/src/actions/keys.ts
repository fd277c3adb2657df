// Turns key presses into actions. Fields, menus and dialogs keep their keys; only the palette opens from everywhere.
import { desk } from '../desk/desk.svelte';
import { ACTIONS } from './registry';
import { isComposing, isTyping, ShortcutReader } from './shortcuts';

const reader = new ShortcutReader();
/** Keys that a focused button or link uses itself. */
const BELONGS_TO_FOCUS = new Set(['Enter', 'ArrowDown', 'ArrowUp']);

export function pressed(event: KeyboardEvent) {
  if (event.defaultPrevented || isComposing(event)) return;
  const typing = isTyping(event.target);
  if ((typing || desk.modalOpen) && !(event.ctrlKey || event.metaKey)) return;
  const active = ACTIONS.filter((action) => action.available());
  const shortcut = reader.read(
    event,
    active.flatMap((action) => action.shortcuts),
    event.timeStamp,
  );
  if (shortcut === null || (typing && !shortcut.startsWith('mod+'))) return;
  if (BELONGS_TO_FOCUS.has(shortcut) && !focusIsFree(event.target)) return;
  event.preventDefault();
  active.find((action) => action.shortcuts.includes(shortcut))?.run();
}

function focusIsFree(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof Element && target.matches('[role=listbox]'));
}
