// Who is signed in, and in which brands. Signing in, setting up and accepting an invitation all end in `welcome`.
import { ApiError } from '../api/client';
import * as calls from '../api/calls/session';
import type { BrandBrief, LocaleCode, Me, Role, ThemeCode } from '../api/types';
import { i18n } from '../i18n';
import { theme } from './theme.svelte';
import { recall, remember } from './storage';

const RANK: Record<Role, number> = { viewer: 0, agent: 1, supervisor: 2, owner: 3 };

class Session {
  me = $state.raw<Me | null>(null);
  status = $state<'starting' | 'signed_in' | 'signed_out' | 'unreachable'>('starting');
  /** Nobody has an account yet: the wizard comes first. */
  needsOwner = $state(false);

  async start() {
    try {
      await this.welcome(await calls.readMe());
    } catch (cause) {
      if (cause instanceof ApiError && cause.status === 401) await this.#stranger();
      else this.status = 'unreachable';
    }
  }

  async #stranger() {
    try {
      this.needsOwner = (await calls.readSetup()).needs_owner;
      this.status = 'signed_out';
    } catch {
      this.status = 'unreachable';
    }
  }

  /** Takes over who is signed in, with their language and theme. */
  async welcome(me: Me) {
    this.me = me;
    this.needsOwner = false;
    theme.choose(me.user.theme);
    await i18n.choose(me.user.locale);
    this.status = 'signed_in';
  }

  async refresh() {
    this.me = await calls.readMe();
  }

  async signOut() {
    await calls.signOut();
    this.forget();
  }

  forget() {
    this.me = null;
    this.status = 'signed_out';
  }

  async chooseLocale(locale: LocaleCode) {
    await i18n.choose(locale);
    if (this.me) this.me = await calls.patchMe({ locale });
  }

  async chooseTheme(chosen: ThemeCode) {
    theme.choose(chosen);
    if (this.me) this.me = await calls.patchMe({ theme: chosen });
  }

  brand(id: string | undefined): BrandBrief | undefined {
    return this.me?.brands.find((brand) => brand.id === id);
  }

  /** The brand to open first: the one of last time, else the first. */
  get homeBrand(): BrandBrief | undefined {
    return this.brand(recall('brand') ?? undefined) ?? this.me?.brands[0];
  }

  visited(brandId: string) {
    remember('brand', brandId);
  }

  /** True when the role in this brand is at least `role`. */
  may(brandId: string | undefined, role: Role): boolean {
    const own = this.brand(brandId)?.role;
    return own !== undefined && RANK[own] >= RANK[role];
  }
}

export const session = new Session();
