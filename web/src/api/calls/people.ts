// The owner's account, brands, members, invitations and personal tokens.
import { at, del, get, patch, post } from '../client';
import type { components } from '../schema';
import type { LocaleCode, Me, Member, Page, Role } from '../types';
import type { Policy } from '../../pages/brand/policy';

type Schemas = components['schemas'];
export type Brand = Schemas['Brand'];
export type Invite = Schemas['Invite'];
export type MadeInvite = Schemas['MadeInvite'];
export type Token = Schemas['Token'];
export type MadeToken = Schemas['MadeToken'];

export interface NewPerson {
  name: string;
  email: string;
  password: string;
  locale: LocaleCode;
}

export const addOwner = (owner: NewPerson) => post<Me>('/setup/owner', owner);
export const signOutEverywhere = () => del('/sessions');

export const addBrand = (name: string) => post<Brand>('/brands', { name });
export const addSandbox = () => post<Brand>('/brands/sandbox');
export const readBrand = (brand: string) => get<Brand>(at`/brands/${brand}`);
export const changeBrand = (brand: string, change: { name?: string; policy?: Policy }) => patch<Brand>(at`/brands/${brand}`, change);
export const removeBrand = (brand: string) => del(at`/brands/${brand}`);

export const changeRole = (brand: string, user: string, role: Role) => patch<Member>(at`/brands/${brand}/members/${user}`, { role });
export const removeMember = (brand: string, user: string) => del(at`/brands/${brand}/members/${user}`);

export const listInvites = (brand: string) => get<Page<Invite>>(at`/brands/${brand}/invites`, { limit: 100 });
export const addInvite = (brand: string, role: Role, expires_in_days: number) =>
  post<MadeInvite>(at`/brands/${brand}/invites`, { role, expires_in_days });
export const removeInvite = (brand: string, id: string) => del(at`/brands/${brand}/invites/${id}`);

export const readInvite = (secret: string) => get<Schemas['InviteShown']>(at`/invites/${secret}`);
export const acceptInvite = (secret: string, person: NewPerson | Record<string, never>) => post<Me>(at`/invites/${secret}/accept`, person);

export const listTokens = () => get<Page<Token>>('/me/tokens', { limit: 100 });
export const addToken = (name: string, expires_in_days: number | null) =>
  post<MadeToken>('/me/tokens', expires_in_days === null ? { name } : { name, expires_in_days });
export const removeToken = (id: string) => del(at`/me/tokens/${id}`);
