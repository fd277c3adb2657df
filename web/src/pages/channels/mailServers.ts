// The servers of a mailbox, from its address: known providers by name, others by habit.

export type Tls = 'tls' | 'starttls' | 'none';
export interface MailServer {
  host: string;
  port: number;
  tls: Tls;
}
export type Provider = 'gmail' | 'naver' | 'daum' | 'kakao' | 'yahoo_japan' | 'icloud' | 'microsoft' | 'other';
export interface MailServers {
  provider: Provider;
  imap: MailServer;
  smtp: MailServer;
  /** Where copies of sent mails go; empty: the provider keeps them by itself. */
  sent: string;
}

const server = (host: string, port: number, tls: Tls = 'tls'): MailServer => ({ host, port, tls });

const KNOWN: [provider: Provider, domains: string[], imap: string, smtp: MailServer, sent: string][] = [
  ['gmail', ['gmail.com', 'googlemail.com'], 'imap.gmail.com', server('smtp.gmail.com', 465), ''],
  ['naver', ['naver.com'], 'imap.naver.com', server('smtp.naver.com', 465), 'Sent Messages'],
  ['daum', ['daum.net', 'hanmail.net'], 'imap.daum.net', server('smtp.daum.net', 465), 'Sent Messages'],
  ['kakao', ['kakao.com'], 'imap.kakao.com', server('smtp.kakao.com', 465), 'Sent Messages'],
  ['yahoo_japan', ['yahoo.co.jp', 'ymail.ne.jp'], 'imap.mail.yahoo.co.jp', server('smtp.mail.yahoo.co.jp', 465), 'Sent'],
  ['icloud', ['icloud.com', 'me.com', 'mac.com'], 'imap.mail.me.com', server('smtp.mail.me.com', 587, 'starttls'), 'Sent Messages'],
  ['microsoft', ['outlook.com', 'hotmail.com', 'live.com', 'outlook.jp', 'outlook.kr', 'msn.com'], 'outlook.office365.com', server('smtp.office365.com', 587, 'starttls'), 'Sent'],
];

/** Of organisations with a domain of their own. */
export const MICROSOFT_365: MailServers = {
  provider: 'microsoft',
  imap: server('outlook.office365.com', 993),
  smtp: server('smtp.office365.com', 587, 'starttls'),
  sent: 'Sent Items',
};

/** `null` while there is no domain to go by. */
export function serversOf(address: string): MailServers | null {
  const domain = /@([^@\s]+\.[^@\s.]{2,})$/.exec(address.trim().toLowerCase())?.[1];
  if (!domain) return null;
  const known = KNOWN.find(([, domains]) => domains.includes(domain));
  if (known) return { provider: known[0], imap: server(known[2], 993), smtp: known[3], sent: known[4] };
  return { provider: 'other', imap: server(`imap.${domain}`, 993), smtp: server(`smtp.${domain}`, 465), sent: 'Sent' };
}
