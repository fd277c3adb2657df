// Everything that can be done, as data: buttons, menus, the command palette, the keys and the sheet of shortcuts read this list.
import { say } from '../case/correcting';
import { assignCase, closeCase, reopenCase } from '../case/operations';
import { canCarryOn } from '../composer/audience';
import { desk } from '../desk/desk.svelte';
import { i18n, LOCALES, t } from '../i18n';
import { STATES, writeFilter, type StateFilter } from '../inbox/filters';
import { router } from '../router.svelte';
import { link, type BrandPage } from '../routes';
import { session } from '../state/session.svelte';
import { theme, THEMES } from '../state/theme.svelte';
import { safeLink } from '../text/segments';
import type { IconName } from '../ui/icons';
import type { Shortcut } from './shortcuts';
import { openActiveRow, moveInList, leaveCase } from './travel';

export type ActionGroup = 'list' | 'case' | 'go' | 'general';

export interface Action {
  id: string;
  group: ActionGroup;
  label: () => string;
  icon: IconName;
  shortcuts: readonly Shortcut[];
  /** Not in the palette: moving about. */
  keysOnly?: boolean;
  available: () => boolean;
  run: () => void;
}

const inInbox = () => desk.inbox !== null && (router.matched.name === 'inbox' || router.matched.name === 'case');
const selectedCount = () => desk.inbox?.selected.size ?? 0;
const isJudged = () => Boolean(desk.openCase?.judged?.assessment);
const canWork = () => desk.subject !== null && desk.may('agent');

const LIST: Action[] = [
  { id: 'next', group: 'list', label: () => t('actions.next'), icon: 'down', shortcuts: ['j', 'ArrowDown'], keysOnly: true, available: inInbox, run: () => moveInList(1) },
  { id: 'previous', group: 'list', label: () => t('actions.previous'), icon: 'up', shortcuts: ['k', 'ArrowUp'], keysOnly: true, available: inInbox, run: () => moveInList(-1) },
  {
    id: 'open',
    group: 'list',
    label: () => t('actions.open'),
    icon: 'right',
    shortcuts: ['Enter'],
    keysOnly: true,
    available: () => inInbox() && (desk.inbox?.activeIndex ?? -1) >= 0,
    run: openActiveRow,
  },
  { id: 'back', group: 'list', label: () => t('actions.back'), icon: 'back', shortcuts: ['Escape'], keysOnly: true, available: () => desk.openCase !== null, run: leaveCase },
  { id: 'search', group: 'list', label: () => t('actions.search'), icon: 'search', shortcuts: ['/'], available: inInbox, run: () => void (desk.focus = 'search') },
  {
    id: 'showNew',
    group: 'list',
    label: () => t('actions.showNew'),
    icon: 'up',
    shortcuts: ['u'],
    available: () => inInbox() && (desk.inbox?.newCount ?? 0) > 0,
    run: () => desk.inbox?.takeNew(),
  },
  { id: 'paste', group: 'list', label: () => t('actions.paste'), icon: 'paste', shortcuts: [], available: () => inInbox() && desk.may('agent'), run: () => void (desk.pasteOpen = true) },
  {
    id: 'select',
    group: 'list',
    label: () => t('actions.select'),
    icon: 'check',
    shortcuts: ['x'],
    available: () => inInbox() && desk.may('agent') && typeof desk.inbox?.activeId === 'string',
    run: () => desk.inbox?.activeId && desk.inbox.toggleSelected(desk.inbox.activeId),
  },
];

const CASE: Action[] = [
  { id: 'reply', group: 'case', label: () => t('actions.reply'), icon: 'reply', shortcuts: ['r'], available: canWork, run: () => withOpenCase(() => (desk.focus = 'reply')) },
  {
    id: 'answerPrivately',
    group: 'case',
    label: () => t('actions.answerPrivately'),
    icon: 'lock',
    shortcuts: ['p'],
    available: () => canWork() && desk.openCase?.composer.canGoPrivate === true,
    run: () => {
      desk.openCase?.composer.togglePrivate();
      desk.focus = 'reply';
    },
  },
  {
    id: 'byMail',
    group: 'case',
    label: () => t('actions.byMail'),
    icon: 'mail',
    shortcuts: [],
    available: () => canWork() && desk.openCase !== null && canCarryOn(desk.openCase.detail, desk.openCase.live.channels),
    run: () => desk.openCase && void (desk.openCase.composer.dialog = 'mail'),
  },
  { id: 'note', group: 'case', label: () => t('actions.note'), icon: 'note', shortcuts: ['n'], available: canWork, run: () => withOpenCase(writeNote) },
  {
    id: 'close',
    group: 'case',
    label: () => t('actions.close'),
    icon: 'checkCircle',
    shortcuts: ['e'],
    available: () => canWork() && desk.subject?.state !== 'closed',
    run: () => desk.subject && void closeCase(desk.subject),
  },
  {
    id: 'reopen',
    group: 'case',
    label: () => t('actions.reopen'),
    icon: 'undo',
    shortcuts: ['e'],
    available: () => canWork() && (desk.subject?.state === 'closed' || desk.subject?.state === 'snoozed'),
    run: () => desk.subject && void reopenCase(desk.subject),
  },
  {
    id: 'snooze',
    group: 'case',
    label: () => t('actions.snooze'),
    icon: 'snooze',
    shortcuts: ['s'],
    available: () => canWork() && desk.subject?.state !== 'closed',
    run: () => withOpenCase(() => (desk.snoozeOpen = true)),
  },
  {
    id: 'assignMe',
    group: 'case',
    label: () => t('actions.assignMe'),
    icon: 'person',
    shortcuts: ['a'],
    available: () => canWork() && desk.subject?.assignee?.id !== session.me?.user.id,
    run: () => desk.subject && session.me && void assignCase(desk.subject, session.me.user),
  },
  { id: 'assign', group: 'case', label: () => t('actions.assign'), icon: 'people', shortcuts: ['m'], available: canWork, run: () => withOpenCase(() => (desk.assignOpen = true)) },
  {
    id: 'correct',
    group: 'case',
    label: () => t('actions.correct'),
    icon: 'edit',
    shortcuts: ['c'],
    available: () => desk.may('agent') && (selectedCount() > 0 || isJudged()),
    run: () => (desk.correctOpen = true),
  },
  {
    id: 'confirm',
    group: 'case',
    label: () => t('actions.confirm'),
    icon: 'check',
    shortcuts: ['y'],
    available: () => desk.may('agent') && selectedCount() === 0 && isJudged(),
    run: () => void confirmJudged(),
  },
  {
    id: 'openOnNetwork',
    group: 'case',
    label: () => t('actions.openOnNetwork'),
    icon: 'open',
    shortcuts: ['o'],
    available: () => safeLink(desk.openCase?.target?.post.permalink) !== null,
    run: () => window.open(safeLink(desk.openCase?.target?.post.permalink) ?? undefined, '_blank', 'noopener,noreferrer'),
  },
  { id: 'details', group: 'case', label: () => t('actions.details'), icon: 'info', shortcuts: ['d'], available: () => desk.openCase !== null, run: () => (desk.detailsOpen = !desk.detailsOpen) },
];

function go(id: string, page: BrandPage, icon: IconName, key: string, label: () => string, role: 'viewer' | 'supervisor' = 'viewer'): Action {
  const open = () => desk.live && router.go(link.brand(desk.live.brandId, page));
  return { id, group: 'go', label, icon, shortcuts: key ? [`g ${key}`] : [], available: () => desk.live !== null && desk.may(role), run: open };
}

const GO: Action[] = [
  go('goInbox', 'inbox', 'inbox', 'i', () => t('shell.inbox')),
  go('goMonitors', 'monitors', 'monitor', 'm', () => t('shell.monitors')),
  go('goAlerts', 'alerts', 'bell', 'n', () => t('shell.alerts')),
  go('goShare', 'share-of-voice', 'share', 'v', () => t('shell.share')),
  go('goChannels', 'channels', 'channel', 'c', () => t('shell.channels')),
  go('goImports', 'imports', 'imports', 'f', () => t('shell.imports')),
  go('goQuarantine', 'quarantine', 'quarantine', 'q', () => t('shell.quarantine')),
  go('goUnderstanding', 'understanding', 'understanding', 'u', () => t('shell.understanding')),
  go('goPeople', 'people', 'people', 'p', () => t('shell.people')),
  go('goSettings', 'settings', 'settings', 's', () => t('shell.settings')),
  { id: 'goMe', group: 'go', label: () => t('shell.account'), icon: 'person', shortcuts: ['g a'], available: () => session.me !== null, run: () => router.go(link.me()) },
];

function showState(state: StateFilter): Action {
  const labels: Record<StateFilter, () => string> = {
    open: () => t('inbox.open'),
    waiting: () => t('inbox.waiting'),
    snoozed: () => t('inbox.snoozed'),
    closed: () => t('inbox.closed'),
    all: () => t('inbox.all'),
  };
  const run = () => desk.inbox && router.go(link.brand(desk.inbox.live.brandId) + writeFilter({ ...desk.inbox.filter, state }));
  return { id: `show_${state}`, group: 'list', label: () => t('actions.showState', { state: labels[state]() }), icon: 'filter', shortcuts: [], available: inInbox, run };
}

const GENERAL: Action[] = [
  { id: 'palette', group: 'general', label: () => t('actions.palette'), icon: 'command', shortcuts: ['mod+k'], keysOnly: true, available: () => true, run: () => (desk.paletteOpen = true) },
  { id: 'help', group: 'general', label: () => t('actions.help'), icon: 'keyboard', shortcuts: ['?'], available: () => true, run: () => (desk.helpOpen = true) },
  ...THEMES.map(
    (choice): Action => ({
      id: `theme_${choice}`,
      group: 'general',
      label: () => `${t('common.theme')}: ${{ system: t('common.themeSystem'), light: t('common.themeLight'), dark: t('common.themeDark') }[choice]}`,
      icon: choice === 'dark' ? 'moon' : choice === 'light' ? 'sun' : 'screen',
      shortcuts: [],
      available: () => theme.chosen !== choice,
      run: () => void session.chooseTheme(choice),
    }),
  ),
  ...LOCALES.map(
    ({ code, name }): Action => ({
      id: `language_${code}`,
      group: 'general',
      label: () => `${t('common.language')}: ${name}`,
      icon: 'language',
      shortcuts: [],
      available: () => i18n.locale !== code,
      run: () => void session.chooseLocale(code),
    }),
  ),
  { id: 'signOut', group: 'general', label: () => t('shell.signOut'), icon: 'signOut', shortcuts: [], available: () => session.me !== null, run: () => void session.signOut() },
];

export const ACTIONS: readonly Action[] = [...CASE, ...LIST, ...STATES.map(showState), ...GO, ...GENERAL];

export function action(id: string): Action {
  const found = ACTIONS.find((one) => one.id === id);
  if (!found) throw new Error(`no action ${id}`);
  return found;
}

function writeNote() {
  desk.detailsOpen = true;
  desk.focus = 'note';
}

function confirmJudged() {
  const { live, openCase } = desk;
  const post = openCase?.judged?.post;
  return live && post ? say(live.brandId, { post_ids: [post.id] }, 'right') : undefined;
}

/** Some actions need the case beside them: the active row is opened first. */
function withOpenCase(run: () => void) {
  if (!desk.openCase) openActiveRow();
  run();
}
