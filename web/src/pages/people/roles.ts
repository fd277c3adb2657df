// The roles, most rights first, and what must not happen to them.
import type { Member, Role } from '../../api/types';

export const ROLES = ['owner', 'supervisor', 'agent', 'viewer'] as const satisfies readonly Role[];

/** A brand without an owner could not be run any more: the last one stays. */
export function isOnlyOwner(members: readonly Member[], userId: string): boolean {
  const owners = members.filter((member) => member.role === 'owner' && !member.disabled);
  return owners.length === 1 && owners[0]?.user.id === userId;
}

/** Owners first, then by name, as people look for each other. */
export function inOrder(members: readonly Member[], locale: string): Member[] {
  const { compare } = new Intl.Collator(locale);
  return members.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || compare(a.user.name, b.user.name));
}
