// A mailbox as its form holds it, and as the server wants it.
import type { Rule } from '../forms/validate';
import { serversOf } from './mailServers';

export type MailboxField =
  | 'address' | 'way' | 'password' | 'clientId' | 'tenant' | 'authority' | 'name' | 'imapHost' | 'imapPort' | 'imapTls' | 'smtpHost' | 'smtpPort' | 'smtpTls'
  | 'user' | 'sent' | 'ca' | 'code';
export type Mailbox = Record<MailboxField, string>;

/** How a mailbox lets apps in. */
export const WAYS = ['password', 'microsoft'] as const;
export type Way = (typeof WAYS)[number];

export const emptyMailbox = (): Mailbox => ({
  address: '', way: 'password', password: '', clientId: '', tenant: '', authority: '', name: '', imapHost: '', imapPort: '993', imapTls: 'tls', smtpHost: '', smtpPort: '465',
  smtpTls: 'tls', user: '', sent: 'Sent', ca: '', code: '',
});

/** The way of this address, where that is no question: nobody's but Microsoft's own mailboxes and those of other known providers. */
export function wayOf(address: string): Way | null {
  const provider = serversOf(address)?.provider ?? 'other';
  return provider === 'microsoft' ? 'microsoft' : provider === 'other' ? null : 'password';
}

/** The tenant of this address: an organisation is known by its domain, and personal accounts have one of their own. */
export function tenantOf(address: string): string {
  if (serversOf(address)?.provider === 'microsoft') return 'consumers';
  return address.trim().toLowerCase().split('@')[1] ?? '';
}

/** The id of an app: 32 hexadecimal digits in five groups. */
export const clientId: Rule = (value) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value.trim()) ? null : 'invalid');

export function emailConfig(mailbox: Mailbox): Record<string, unknown> {
  const said = (text: string) => text.trim() || undefined;
  const server = (host: string, port: string, tls: string) => ({ host: host.trim(), port: Number(port.trim()), tls });
  const oauth = { client_id: mailbox.clientId.trim(), tenant: said(mailbox.tenant), authority: said(mailbox.authority) };
  return {
    address: mailbox.address.trim(),
    name: said(mailbox.name),
    imap: server(mailbox.imapHost, mailbox.imapPort, mailbox.imapTls),
    smtp: server(mailbox.smtpHost, mailbox.smtpPort, mailbox.smtpTls),
    user: said(mailbox.user),
    sent: said(mailbox.sent) ?? null,
    ca: said(mailbox.ca),
    oauth: mailbox.way === 'microsoft' ? oauth : undefined,
  };
}

/** Whether a connected mailbox is signed in to on Microsoft's page. */
export function isMicrosofts(config: Record<string, unknown>): boolean {
  return typeof config.oauth === 'object' && config.oauth !== null;
}
