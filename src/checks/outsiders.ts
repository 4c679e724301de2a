import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { calledIn, givingsOf, type Assigned } from './access';

/** Refuses a new grant to somebody whom neither the customer nor we look after, unless it says why. */
export function findOutsiders(plan: Plan): Diagnostic[] {
  return givingsOf(plan).flatMap((change) => {
    const { address, constructPath, source, because, action, after } = change;
    const what = whatIsForeign(after, plan);
    if (because !== undefined || action === 'update' || what === undefined) return [];
    const who = calledIn(plan, after);
    return [
      diagnostic('outside_principal', {
        customer: plan.customer,
        address,
        constructPath,
        source,
        detail: `${who} is ${what}. Whether they may still have access is decided where neither ${plan.customer} nor we can see it.`,
        hint: 'If that is meant, say why in `because` of the grant.',
      }),
    ];
  });
}

/** The partner's own groups are no outsiders: that they have access is what the customer agreed to. */
function whatIsForeign({ principalId, principalType }: Assigned, { facts }: Plan): string | undefined {
  if (facts.principals[principalId] === 'guest') return "a guest in the customer's directory";
  return principalType === 'ForeignGroup' && !facts.partnerGroups.includes(principalId)
    ? 'a group of another tenant that is not ours'
    : undefined;
}
