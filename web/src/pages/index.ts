// The pages besides the inbox, each fetched when first opened. A page of a brand gets `brand` (its id); the invitation gets `secret`.
import type { Component } from 'svelte';

// oxlint-disable-next-line no-explicit-any -- pages take different properties
type Loader = () => Promise<{ default: Component<any> }>;

export type PageName = 'setup' | 'login' | 'invite' | 'monitors' | 'channels' | 'people' | 'settings' | 'quarantine' | 'imports' | 'me';

export const pages: Record<PageName, Loader> = {
  setup: () => import('./SetupPage.svelte'),
  login: () => import('./LoginPage.svelte'),
  invite: () => import('./InvitePage.svelte'),
  monitors: () => import('./MonitorsPage.svelte'),
  channels: () => import('./ChannelsPage.svelte'),
  people: () => import('./PeoplePage.svelte'),
  settings: () => import('./SettingsPage.svelte'),
  quarantine: () => import('./QuarantinePage.svelte'),
  imports: () => import('./ImportsPage.svelte'),
  me: () => import('./MePage.svelte'),
};
