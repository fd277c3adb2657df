// Every code that the server can send has a name in the dictionary.
import { expect, it } from 'vitest';
import labels from '../i18n/en/labels';
import { ABUSES, FIELDS, LABELS, MOTIVES, SENTIMENTS, WORD_EFFECTS } from './lists';

const AIMS = ['brand', 'person', 'group'];
const DATA = ['email', 'phone', 'address', 'card', 'account', 'resident_number', 'my_number', 'order_number', 'name', 'password'];
const URGENCY = ['complaint', 'question', 'negative', 'personal_data', 'vip', 'reach', 'waiting', 'ceiling'];

it.each([
  ['labels', [...LABELS, ...SENTIMENTS, 'abuse_none', 'motive_none']],
  ['fields', [...FIELDS, 'language', 'personal_data'].map((field) => `field_${field}`)],
  ['abuse and motives', [...ABUSES, ...MOTIVES].filter((one) => one !== 'none')],
  ['aims', AIMS.map((aim) => `aim_${aim}`)],
  ['personal data', DATA.map((kind) => `data_${kind}`)],
  ['word effects', WORD_EFFECTS.map((effect) => `effect_${effect}`)],
  ['parts of the urgency', URGENCY.map((code) => `urgency_${code}`)],
])('%s', (_, names) => {
  expect(names.filter((name) => !Object.hasOwn(labels, name))).toEqual([]);
});
