// The addresses of the app, as data. `link` writes what `matchRoute` reads.

export type RouteName =
  | 'home'
  | 'setup'
  | 'login'
  | 'invite'
  | 'inbox'
  | 'case'
  | 'monitors'
  | 'alerts'
  | 'share-of-voice'
  | 'channels'
  | 'people'
  | 'settings'
  | 'quarantine'
  | 'understanding'
  | 'imports'
  | 'me'
  | 'unknown';

export interface Matched {
  name: RouteName;
  params: Record<string, string>;
}

const PATTERNS: readonly (readonly [RouteName, string])[] = [
  ['home', '/'],
  ['setup', '/setup'],
  ['login', '/login'],
  ['invite', '/invite/:secret'],
  ['inbox', '/b/:brand/inbox'],
  ['case', '/b/:brand/inbox/case/:id'],
  ['monitors', '/b/:brand/monitors'],
  ['alerts', '/b/:brand/alerts'],
  ['share-of-voice', '/b/:brand/share-of-voice'],
  ['channels', '/b/:brand/channels'],
  ['people', '/b/:brand/people'],
  ['settings', '/b/:brand/settings'],
  ['quarantine', '/b/:brand/quarantine'],
  ['understanding', '/b/:brand/understanding'],
  ['imports', '/b/:brand/imports'],
  ['me', '/me'],
];

export function matchRoute(path: string): Matched {
  const parts = split(path);
  for (const [name, pattern] of PATTERNS) {
    const params = matchParts(split(pattern), parts);
    if (params) return { name, params };
  }
  return { name: 'unknown', params: {} };
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchParts(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (wanted.startsWith(':')) {
      const value = decode(part);
      if (value === null) return null;
      params[wanted.slice(1)] = value;
    } else if (wanted !== part) return null;
  }
  return params;
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export type BrandPage = 'inbox' | 'monitors' | 'alerts' | 'share-of-voice' | 'channels' | 'people' | 'settings' | 'quarantine' | 'imports' | 'understanding';

export const link = {
  home: () => '/',
  setup: () => '/setup',
  login: (then?: string) => (then && then !== '/' ? `/login?then=${encodeURIComponent(then)}` : '/login'),
  invite: (secret: string) => `/invite/${encodeURIComponent(secret)}`,
  brand: (brand: string, page: BrandPage = 'inbox') => `/b/${encodeURIComponent(brand)}/${page}`,
  case: (brand: string, id: string, search = '') => `/b/${encodeURIComponent(brand)}/inbox/case/${encodeURIComponent(id)}${search}`,
  me: () => '/me',
};

/** Where to go after signing in: only a path of this app, never another site. */
export function safeThen(then: string | null): string {
  if (!then || !then.startsWith('/') || then.startsWith('//') || then.includes('\\')) return '/';
  return then;
}
