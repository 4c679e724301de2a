import { canGrantAccess, isPrivileged } from '../catalogue';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { accessOf, givingsOf, isSameAccess } from './access';

/**
 * Refuses a far-reaching role for a single person that says no reason: people move on, groups are looked after. A grant
 * with a last day is looked after by itself, but not one of a role that can make further grants.
 */
export function findPrivilegedUsers(plan: Plan): Diagnostic[] {
  const { after } = accessOf(plan);
  return givingsOf(plan).flatMap((change) => {
    const { address, constructPath, source, because, until, action } = change;
    if (because !== undefined || action === 'update' || change.after.principalType !== 'User') return [];
    const permissions = after.find(({ assignment }) => isSameAccess(assignment, change.after))?.permissions;
    if (!permissions || !isPrivileged({ permissions })) return [];
    if (until !== undefined && !canGrantAccess({ permissions })) return [];
    const who = plan.names[change.after.principalId] ?? change.after.principalId;
    return [
      diagnostic('privileged_user', {
        customer: plan.customer,
        address,
        constructPath,
        source,
        detail: `${who} is a single user and would get a role that can change everything at ${change.after.scope}. Nobody notices when they no longer need it.`,
        hint: 'Grant it to a group, or until a day, or say in `because` of the grant why it is this person.',
      }),
    ];
  });
}
