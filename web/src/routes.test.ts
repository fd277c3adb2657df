import { describe, expect, it } from 'vitest';
import { link, matchRoute, safeThen } from './routes';

describe('addresses', () => {
  it.each([
    ['/', 'home', {}],
    ['/setup', 'setup', {}],
    ['/invite/a%20b', 'invite', { secret: 'a b' }],
    ['/b/7/inbox', 'inbox', { brand: '7' }],
    ['/b/7/inbox/', 'inbox', { brand: '7' }],
    ['/b/7/inbox/case/9', 'case', { brand: '7', id: '9' }],
    ['/b/7/quarantine', 'quarantine', { brand: '7' }],
    ['/b/7/understanding', 'understanding', { brand: '7' }],
    ['/b/7', 'unknown', {}],
    ['/invite/%E0%A4%A', 'unknown', {}],
  ])('%s is %s', (path, name, params) => {
    expect(matchRoute(path)).toEqual({ name, params });
  });

  it('are read back as they were written', () => {
    expect(matchRoute(link.case('a/b', '9'))).toEqual({ name: 'case', params: { brand: 'a/b', id: '9' } });
    expect(matchRoute(link.brand('7', 'people')).name).toBe('people');
  });

  it.each([
    ['/b/7/inbox?q=1', '/b/7/inbox?q=1'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
    [null, '/'],
  ])('after signing in %s leads to %s', (then, expected) => {
    expect(safeThen(then)).toBe(expected);
  });
});
