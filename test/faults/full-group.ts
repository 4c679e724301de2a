/* A management group with so many assignments that old and new ones do not always fit in beside each other. */
import {
  assignmentName,
  keyOf,
  managementGroupScope,
  type RoleAssignment,
  type Scope,
} from '../../src/model';
import type { Draw } from './random-rounds';
import type { Constructs } from './random-resources';
import { idOf, partner, roles, type Found, type Scenario } from './scenario';
import { isExempt } from './whose';

/** https://learn.microsoft.com/azure/role-based-access-control/troubleshoot-limits */
export const mostAtGroup = 500;

/** Assignments of another owner: as many as leave room for what each round is to end with, and for hardly more. */
export function fillerOf(
  { dice, customer, managementGroups: [group] }: Draw,
  seed: number,
  {
    initial,
    rounds,
    constructs,
    ...rules
  }: Pick<Scenario, 'initial' | 'rounds' | 'ignore' | 'accept'> & {
    readonly constructs: Constructs;
  },
): Found[] {
  if (!group) return [];
  const scope = managementGroupScope(group.managementGroup);
  const isHere = (each: { readonly scope: Scope }): boolean => each.scope === scope;
  const staying = initial
    .filter(({ naming }) => naming !== 'ours' && naming !== 'previous')
    .concat(initial.filter(({ assignment }) => isExempt(assignment, rules, '2026-06-01T12:00:00Z')))
    .map(({ assignment }) => assignment);
  const interference = rounds.flatMap((round) => round.interference);
  const added = interference.flatMap((each) => (each.kind === 'adds' ? [each.assignment] : []));
  const ends = rounds.map(({ grants }) => {
    const declared = grants.map(({ access }) => access as RoleAssignment);
    return new Set([...staying, ...added, ...declared].filter(isHere).map(keyOf)).size;
  });
  const taken = interference.filter(({ kind }) => kind === 'takes').length;
  const active = constructs.pim.active.filter(isHere).length;
  const count = mostAtGroup - Math.max(...ends) - taken - active - dice.between(0, 2);
  return Array.from({ length: count }, (_, index) => {
    const principalId = idOf(seed, 0x10_000 + index);
    const access = {
      tenantId: customer.tenant,
      scope,
      role: roles[0]!,
      principalId,
      principalType: 'User',
    } as const;
    const name = assignmentName(partner.otherOwner, keyOf(access as RoleAssignment));
    return { naming: 'other', assignment: { ...access, name } };
  });
}
