import { creditEligibility } from '../catalogue';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { accessOf, calledIn, takingsOf, type Assigned, type Taking } from './access';
import { reachIn } from './reach';

/**
 * Refuses to take from the partner's own groups the last role that keeps a scope eligible for partner earned credit.
 * Lighthouse and linked identities may keep it, too: no assignment says which partner id they are linked to.
 */
export function findLostCredit(plan: Plan): Diagnostic[] {
  const { after } = accessOf(plan);
  const reach = reachIn(plan);
  const left = after.map(({ assignment }) => assignment).filter((each) => keepsEligible(plan, each));
  return takingsOf(plan)
    .filter(({ before }) => keepsEligible(plan, before))
    .filter(({ before }) => !left.some(({ scope }) => reach(scope, before.scope) === 'yes'))
    .map((change) => lostCredit(plan, change));
}

function keepsEligible({ facts }: Plan, { principalType, principalId, role, condition }: Assigned): boolean {
  const isOwn = facts.partnerGroups.includes(principalId);
  return principalType === 'ForeignGroup' && isOwn && !condition && creditEligibility(role) === 'eligible';
}

function lostCredit(plan: Plan, { address, constructPath, source, before }: Taking): Diagnostic {
  return diagnostic('partner_credit_lost', {
    customer: plan.customer,
    address,
    constructPath,
    source,
    detail: `After this no group of yours has a role at ${before.scope} that keeps it eligible for partner earned credit; ${calledIn(plan, before)} would lose the last one. A day on which access is missing counts as a day without.`,
    hint: 'Keep it, or grant another eligible role first. If the credit comes by Azure Lighthouse or a linked identity, or is not wanted:\n\n--allow partner_credit_lost',
  });
}
