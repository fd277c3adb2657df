// A tiny router over the history API: the address is the state, so that every screen can be linked to, reloaded and gone back from.
import { matchRoute, type Matched } from './routes';

class Router {
  path = $state(location.pathname);
  search = $state(location.search);
  matched: Matched = $derived(matchRoute(this.path));
  query = $derived(new URLSearchParams(this.search));

  constructor() {
    addEventListener('popstate', () => this.#read());
  }

  go(to: string, options: { replace?: boolean } = {}) {
    const target = new URL(to, location.origin);
    if (target.pathname === location.pathname && target.search === location.search) return;
    if (options.replace) history.replaceState(history.state, '', target);
    else history.pushState(null, '', target);
    this.#read();
  }

  back(otherwise: string) {
    this.go(otherwise);
  }

  /** Follows clicks on links within the app; modified clicks, downloads and other origins are the browser's. */
  follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  };

  #read() {
    this.path = location.pathname;
    this.search = location.search;
  }
}

export const router = new Router();
