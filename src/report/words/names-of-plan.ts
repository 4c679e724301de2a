import { byText, describeScope } from '../../model';
import type { Change, Plan } from '../../plan';
import type { ReportContext } from '../report-context';
import { createNames, type Names } from './names';

export function namesOfPlan(plan: Plan, context: Pick<ReportContext, 'roleName'>): Names {
  const names = new Map(Object.entries(plan.names));
  return createNames({ principals: names, roles: names, aliases: aliasesOf(plan) }, context);
}

/** The alias of a subscription is the second step of the construct paths in it; else the plan may name its id. */
function aliasesOf(plan: Plan): ReadonlyMap<string, string> {
  const found = [
    ...plan.changes.map((change) => [scopeOf(change), change.constructPath?.split('/')[1]] as const),
    ...plan.unread.map(({ scope, alias }) => [scope, alias] as const),
  ];
  const aliases = new Map<string, string>();
  for (const [scope, alias] of found.toSorted(byText(([, name]) => name ?? ''))) {
    const parsed = describeScope(scope);
    if (!alias || !parsed || !('subscriptionId' in parsed)) continue;
    if (!aliases.has(parsed.subscriptionId)) aliases.set(parsed.subscriptionId, alias);
  }
  return new Map([...Object.entries(plan.names), ...aliases]);
}

/** Where the change is seen: the declared scope, or the one of what is to go. */
function scopeOf(change: Change): string {
  return 'after' in change ? change.after.scope : change.before.scope;
}
