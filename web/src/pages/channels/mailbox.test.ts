import { describe, expect, it } from 'vitest';
import { clientId, emailConfig, emptyMailbox, isMicrosofts, tenantOf, wayOf } from './mailbox';

const client = '00001111-aaaa-2222-bbbb-3333cccc4444';

describe('how a mailbox lets apps in', () => {
  it.each([
    ['me@outlook.com', 'microsoft'],
    ['me@gmail.com', 'password'],
    ['care@acme.example', null],
    ['care@', null],
  ])('%s: %s', (address, way) => expect(wayOf(address)).toBe(way));

  it.each([
    ['me@outlook.com', 'consumers'],
    [' Care@Acme.example', 'acme.example'],
    ['care', ''],
  ])('%s belongs to the tenant %s', (address, tenant) => expect(tenantOf(address)).toBe(tenant));

  it('says whose sign-in it is only where there is one', () => {
    const mailbox = { ...emptyMailbox(), address: 'care@acme.example', clientId: ` ${client} `, tenant: '', authority: '' };
    expect(emailConfig(mailbox).oauth).toBeUndefined();
    const config = emailConfig({ ...mailbox, way: 'microsoft' });
    expect(config.oauth).toEqual({ client_id: client, tenant: undefined, authority: undefined });
    expect([isMicrosofts(config), isMicrosofts(emailConfig(mailbox)), isMicrosofts({})]).toEqual([true, false, false]);
    expect(emailConfig({ ...mailbox, way: 'microsoft', tenant: ' consumers ' }).oauth).toMatchObject({ tenant: 'consumers' });
  });

  it.each([
    [client, null],
    [` ${client.toUpperCase()} `, null],
    ['', 'invalid'],
    ['acme', 'invalid'],
    [`${client}0`, 'invalid'],
  ])('the id of an app: %s', (typed, wrong) => expect(clientId(typed)).toBe(wrong));
});
