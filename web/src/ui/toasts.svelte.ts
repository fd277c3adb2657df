// Short messages that come and go. An error stays until somebody closes it.
import { describeError } from '../api/errors';

export interface Toast {
  id: number;
  tone: 'plain' | 'success' | 'danger';
  text: string;
  action?: { label: string; run: () => void };
}

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  show(text: string, options: { tone?: Toast['tone']; action?: Toast['action']; last_ms?: number } = {}) {
    const toast: Toast = { id: this.#next++, tone: options.tone ?? 'plain', text, action: options.action };
    // News replaces news; what went wrong stays beside it.
    const kept = this.list.filter((other) => other.tone === 'danger' && other.text !== text);
    this.list = [...kept, toast].slice(-3);
    const last_ms = options.last_ms ?? (toast.tone === 'danger' ? 0 : 5000);
    if (last_ms > 0) setTimeout(() => this.close(toast.id), last_ms);
  }

  success(text: string, action?: Toast['action']) {
    this.show(text, { tone: 'success', action });
  }

  /** Says what happened, in the reader's language. */
  error(cause: unknown) {
    this.show(describeError(cause), { tone: 'danger', last_ms: 12_000 });
  }

  close(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
