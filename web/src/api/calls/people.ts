// The owner's account, brands, members, invitations and personal tokens.
import { at, del, get, patch, post } from '../client';
import type { LocaleCode, Me, Member, Page, Role } from '../types';
import type { Policy } from '../../pages/brand/policy';

export interface Brand {
  id: string;
  name: string;
  sandbox: boolean;
  policy: Policy;
  created_at: number;
  role: Role;
}

export interface Invite {
  id: string;
  role: Role;
  expires_at: number;
  /** Only in the answer that made it: the secret is not kept. */
  url?: string | null;
  secret?: string | null;
}

export interface Token {
  id: string;
  name: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
}

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
  post<Invite>(at`/brands/${brand}/invites`, { role, expires_in_days });
export const removeInvite = (brand: string, id: string) => del(at`/brands/${brand}/invites/${id}`);

export const readInvite = (secret: string) => get<{ brand_name: string; role: Role; expires_at: number }>(at`/invites/${secret}`);
export const acceptInvite = (secret: string, person: NewPerson | Record<string, never>) => post<Me>(at`/invites/${secret}/accept`, person);

export const listTokens = () => get<Page<Token>>('/me/tokens', { limit: 100 });
export const addToken = (name: string, expires_in_days: number | null) =>
  post<Token & { token: string }>('/me/tokens', expires_in_days === null ? { name } : { name, expires_in_days });
export const removeToken = (id: string) => del(at`/me/tokens/${id}`);
