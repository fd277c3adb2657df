// A mailbox as its form holds it, and as the server wants it.

export type MailboxField =
  | 'address' | 'password' | 'name' | 'imapHost' | 'imapPort' | 'imapTls' | 'smtpHost' | 'smtpPort' | 'smtpTls' | 'user' | 'sent' | 'ca';
export type Mailbox = Record<MailboxField, string>;

export const emptyMailbox = (): Mailbox => ({
  address: '', password: '', name: '', imapHost: '', imapPort: '993', imapTls: 'tls', smtpHost: '', smtpPort: '465', smtpTls: 'tls', user: '', sent: 'Sent', ca: '',
});

export function emailConfig(mailbox: Mailbox): Record<string, unknown> {
  const said = (text: string) => text.trim() || undefined;
  const server = (host: string, port: string, tls: string) => ({ host: host.trim(), port: Number(port.trim()), tls });
  return {
    address: mailbox.address.trim(),
    name: said(mailbox.name),
    imap: server(mailbox.imapHost, mailbox.imapPort, mailbox.imapTls),
    smtp: server(mailbox.smtpHost, mailbox.smtpPort, mailbox.smtpTls),
    user: said(mailbox.user),
    sent: said(mailbox.sent) ?? null,
    ca: said(mailbox.ca),
  };
}
