import { describe, expect, it } from 'vitest';
import type { Member, Role } from '../../api/types';
import { inOrder, isOnlyOwner } from './roles';

const member = (id: string, role: Role, disabled = false): Member => ({ user: { id, name: id, email: `${id}@acme.kr`, signature: '' }, role, disabled });

describe('the last owner', () => {
  it.each([
    ['stays', [member('mina', 'owner'), member('jun', 'agent')], 'mina', true],
    ['is not the last when there are two', [member('mina', 'owner'), member('jun', 'owner')], 'mina', false],
    ['is the last when the other is disabled', [member('mina', 'owner'), member('jun', 'owner', true)], 'mina', true],
    ['is never somebody else', [member('mina', 'owner'), member('jun', 'agent')], 'jun', false],
  ])('%s', (_, members, id, only) => expect(isOnlyOwner(members, id)).toBe(only));
});

it('lists owners first, then by name', () => {
  const members = [member('다은', 'agent'), member('가영', 'agent'), member('하늘', 'owner')];
  expect(inOrder(members, 'ko').map(({ user }) => user.name)).toEqual(['하늘', '가영', '다은']);
  expect(members[0]?.user.name).toBe('다은');
});
