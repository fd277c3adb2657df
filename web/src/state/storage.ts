// Small settings of this device. Storage may be forbidden or full: then a setting lasts as long as the page.
const PREFIX = 'answerable.';

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Lasts as long as the page.
  }
}
