// Asking a person's own server, or Microsoft, whether we may: the page opens in another tab and ends with a code.
import { beginSignIn } from '../../api/calls/listening';

export interface Ticket {
  url: string;
  ticket: string;
}

/** To be called by the press itself, or the browser takes the tab for an advertisement. */
export async function askServer(brand: string, connector: 'mastodon' | 'email', config: Record<string, unknown>): Promise<Ticket> {
  const tab = window.open('about:blank', '_blank');
  try {
    const ticket = await beginSignIn(brand, { connector, config });
    if (tab) {
      tab.opener = null;
      tab.location.href = ticket.url;
    }
    return ticket;
  } catch (cause) {
    tab?.close();
    throw cause;
  }
}
