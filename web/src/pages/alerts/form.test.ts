import { describe, expect, it } from 'vitest';
import type { Alert } from './types';
import { emailsOf, fieldsOf, formOf, problemOf, type AlertForm } from './form';

const alert: Alert = {
  id: '1',
  name: 'Safety',
  search_id: '2',
  when: { is: 'count', count: 5, window_minutes: 30 },
  quiet: { from: '22:00', to: '07:00' },
  cool_down_minutes: 15,
  deliver: { app: false, emails: ['a@acme.example'], webhooks: ['3'] },
  enabled: true,
  mine: true,
  waiting: 0,
  last_notice_at: null,
  created_at: 0,
};

describe('an alert', () => {
  it('is the same after it went through the editor', () => {
    const { id: _id, created_at: _at, mine: _mine, waiting: _waiting, last_notice_at: _told, ...fields } = alert;
    expect(fieldsOf(formOf(alert), true)).toEqual(fields);
  });

  it('begins with something that can be saved once it has a name and a search', () => {
    expect(problemOf(formOf(null))).toBe('name');
    expect(problemOf({ ...formOf(null), name: '안전', search: '2' })).toBeNull();
  });
});

it('addresses are taken from lines and pasted lists, each once', () => {
  expect(emailsOf(' a@acme.example\nb@acme.example, a@acme.example、c@acme.example ')).toEqual(['a@acme.example', 'b@acme.example', 'c@acme.example']);
  expect(emailsOf(' \n ')).toEqual([]);
});

describe('what is wrong is named', () => {
  const cases: [Partial<AlertForm>, ReturnType<typeof problemOf>][] = [
    [{ name: '  ' }, 'name'],
    [{ search: '' }, 'search'],
    [{ when: 'count', count: '0' }, 'count'],
    [{ when: 'count', count: '1.5' }, 'count'],
    [{ when: 'every', count: '0' }, null],
    [{ when: 'count', window: '10081' }, 'window'],
    [{ coolDown: '-1' }, 'coolDown'],
    [{ coolDown: '0' }, null],
    [{ quiet: true, quietFrom: '07:00' }, 'quiet'],
    [{ quiet: true, quietTo: '' }, 'quiet'],
    [{ emails: 'a@acme.example b' }, 'emails'],
    [{ app: false, emails: '', webhooks: [] }, 'nowhere'],
    [{ app: false, emails: '', webhooks: ['3'] }, null],
  ];
  it.each(cases)('%j: %s', (change, expected) => {
    expect(problemOf({ ...formOf(alert), ...change })).toBe(expected);
  });
});
