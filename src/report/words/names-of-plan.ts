import { managementGroupScope, scopeKey } from '../../model';
import type { Plan } from '../../plan';
import type { ReportContext } from '../report-context';
import { createNames, type Names } from './names';

export function namesOfPlan(plan: Plan, context: Pick<ReportContext, 'roleName'>): Names {
  const names = new Map(Object.entries(plan.names));
  const aliases = new Map<string, string>([
    ...plan.subscriptions.map(({ alias, subscriptionId }) => [subscriptionId, alias] as const),
    ...plan.managementGroups.map(
      ({ alias, managementGroup }) => [scopeKey(managementGroupScope(managementGroup)), alias] as const,
    ),
  ]);
  return createNames({ principals: names, roles: names, aliases }, context);
}
