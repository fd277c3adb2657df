// The pages besides the inbox, each fetched when first opened. A page of a brand gets `brand` (its id); the invitation gets `secret`.
import type { Component } from 'svelte';
import { i18n } from '../i18n';

// oxlint-disable-next-line no-explicit-any -- pages take different properties
type Loader = () => Promise<{ default: Component<any> }>;

export type PageName = 'setup' | 'login' | 'invite' | 'monitors' | 'alerts' | 'share-of-voice' | 'channels' | 'people' | 'settings' | 'quarantine' | 'understanding' | 'imports' | 'me';

/** A page with its words. */
const page =
  (load: Loader): Loader =>
  async () =>
    (await Promise.all([load(), i18n.needPages()]))[0];

/** Not pages of their own, but fetched like them. */
export const savedSearchesDialog: Loader = page(() => import('./alerts/SavedSearches.svelte'));
export const pasteDialog: Loader = page(() => import('./paste/PasteDialog.svelte'));
export const handOffDialog: Loader = page(() => import('./handoff/HandOffDialog.svelte'));

export const pages: Record<PageName, Loader> = {
  setup: page(() => import('./SetupPage.svelte')),
  login: page(() => import('./LoginPage.svelte')),
  invite: page(() => import('./InvitePage.svelte')),
  monitors: page(() => import('./MonitorsPage.svelte')),
  alerts: page(() => import('./AlertsPage.svelte')),
  'share-of-voice': page(() => import('./ShareOfVoicePage.svelte')),
  channels: page(() => import('./ChannelsPage.svelte')),
  people: page(() => import('./PeoplePage.svelte')),
  settings: page(() => import('./SettingsPage.svelte')),
  quarantine: page(() => import('./QuarantinePage.svelte')),
  understanding: page(() => import('./UnderstandingPage.svelte')),
  imports: page(() => import('./ImportsPage.svelte')),
  me: page(() => import('./MePage.svelte')),
};
