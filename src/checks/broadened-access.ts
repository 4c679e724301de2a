import { roleNameOf } from '../catalogue';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import {
  accessOf,
  calledIn,
  givingsOf,
  isSameAccess,
  takingsOf,
  type Assigned,
  type Giving,
  type Holding,
} from './access';
import { effectOf, type Effect } from './effect';
import { reachIn } from './reach';

/**
 * Refuses a grant that takes the place of other access of the same principal and gives more than it, unless it says why.
 * Access that is simply added needs no reason: the new grant says itself what it gives.
 */
export function findBroadenedAccess(plan: Plan): Diagnostic[] {
  const { before, after } = accessOf(plan);
  return givingsOf(plan)
    .filter((change) => change.because === undefined && takesThePlaceOfOther(change, plan))
    .flatMap((change) => {
      const given = after.find(({ assignment }) => isSameAccess(assignment, change.after));
      const effect = given && effectOf(given, before, reachIn(plan));
      return effect && effect.verdict !== 'narrows' ? [broadened(plan, change, effect)] : [];
    })
    .concat(findBroadenedRoles(plan, before));
}

function takesThePlaceOfOther({ after }: Giving, plan: Plan): boolean {
  const reach = reachIn(plan);
  return takingsOf(plan).some(
    ({ before }) =>
      before.principalId === after.principalId &&
      (reach(after.scope, before.scope) !== 'no' || reach(before.scope, after.scope) !== 'no'),
  );
}

function broadened(plan: Plan, change: Giving, effect: Effect): Diagnostic {
  const { address, constructPath, source, after } = change;
  const who = calledIn(plan, after);
  // The shortest text that the patterns allow: where one is only "*", that is no operation of Azure's.
  const isTelling = effect.verdict === 'broadens' && effect.operation.includes('/');
  const example = isTelling ? ` It gives, for example, ${effect.operation}.` : '';
  const verb = effect.verdict === 'broadens' ? 'gives more than' : 'may give more than';
  return diagnostic('access_broadened', {
    customer: plan.customer,
    address,
    constructPath,
    source,
    detail: `${nameOf(after, plan)} for ${who} takes the place of other access there and ${verb} ${who} has now.${example}`,
    hint: 'If that is meant, say why in `because` of the grant.',
  });
}

function nameOf({ role }: Assigned, { names }: Plan): string {
  return roleNameOf(role) ?? names[role] ?? role;
}

/** A custom role that permits more gives more to everybody who has it. */
function findBroadenedRoles(plan: Plan, before: readonly Holding[]): Diagnostic[] {
  return plan.changes.flatMap((change) => {
    if (change.type !== 'azurerm_role_definition' || change.action !== 'update') return [];
    const holders = before.filter(({ assignment }) => assignment.role === change.before.name);
    const effects = holders.map(({ assignment }) =>
      effectOf({ assignment, permissions: change.after.permissions }, before, reachIn(plan)),
    );
    const count = effects.filter(({ verdict }) => verdict !== 'narrows').length;
    if (change.because !== undefined || count === 0) return [];
    const { address, constructPath, source, after } = change;
    return [
      diagnostic('access_broadened', {
        customer: plan.customer,
        address,
        constructPath,
        source,
        detail: `The custom role "${after.roleName}" permits more than before, to ${count === 1 ? 'one assignment' : `${count} assignments`} of it.`,
        hint: 'If that is meant, say why in `because` of the role.',
      }),
    ];
  });
}
