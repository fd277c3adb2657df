// What people type for a server: its name, its address, or their whole handle.
import type { Rule } from '../forms/validate';

/** `mastodon.social`, `https://mastodon.social/home` and `@acme@mastodon.social` are the same server. Empty: it is none. */
export function serverAddress(typed: string): string {
  const text = typed.trim();
  const host = /^@?[^@\s/]+@([^@\s/]+)$/.exec(text)?.[1] ?? text;
  const address = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  const named = url.hostname.includes('.') || url.hostname === 'localhost' || url.hostname.startsWith('[');
  return named && url.username === '' ? url.origin : '';
}

export const mastodonServer: Rule = (value) => (serverAddress(value) === '' ? 'not_url' : null);

export function mastodonConfig(values: { server: string; tags: string; public: string }) {
  const tags = values.tags.split(/[\s,、，]+/).map((tag) => tag.replace(/^[#＃]/, '')).filter(Boolean);
  return { server: serverAddress(values.server), tags, public: values.public };
}
