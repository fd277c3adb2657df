// Who I am, and signing in and out.
import { del, get, patch, post } from '../client';
import type { LocaleCode, Me, ThemeCode } from '../types';

export interface MePatch {
  name?: string;
  signature?: string;
  locale?: LocaleCode;
  theme?: ThemeCode;
  current_password?: string;
  new_password?: string;
}

export const readSetup = () => get<{ needs_owner: boolean; version: string; sandbox_available: boolean }>('/setup');
export const readMe = () => get<Me>('/me');
export const patchMe = (change: MePatch) => patch<Me>('/me', change);
export const signIn = (email: string, password: string) => post<Me>('/session', { email, password });
export const signOut = () => del('/session');
