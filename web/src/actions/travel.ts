// Moving between the list and the case. On a wide screen the open case follows the active row; on a narrow one Enter opens it.
import { desk } from '../desk/desk.svelte';
import { writeFilter } from '../inbox/filters';
import { router } from '../router.svelte';
import { link } from '../routes';

const FOLLOW_MS = 90;
const wide = () => matchMedia('(min-width: 801px)').matches;
let following: ReturnType<typeof setTimeout> | undefined;

export function moveInList(step: number) {
  const { inbox, openCase } = desk;
  const row = inbox?.move(step);
  if (!inbox || !row || !openCase) return;
  clearTimeout(following);
  // Running through the list with a held key loads only the case that it stops at.
  if (wide()) following = setTimeout(() => router.go(caseAddress(row.id), { replace: true }), FOLLOW_MS);
}

export function openActiveRow() {
  const row = desk.inbox?.rows[desk.inbox.activeIndex];
  if (row) openCase(row.id);
}

export function openCase(id: string) {
  desk.inbox?.activate(id);
  router.go(caseAddress(id), { replace: router.matched.name === 'case' });
}

export function leaveCase() {
  const { inbox } = desk;
  if (!inbox) return;
  desk.detailsOpen = false;
  router.go(link.brand(inbox.live.brandId) + writeFilter(inbox.filter));
  desk.focus = 'list';
}

export function caseAddress(id: string): string {
  const { inbox } = desk;
  return inbox ? link.case(inbox.live.brandId, id, writeFilter(inbox.filter)) : '/';
}
