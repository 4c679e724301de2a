import { isChange } from '../../terraform';
import type { PlannedStack } from './plan-stacks';

/** What Terraform shows of each stack that changes, and a line for each stack; with `summary` the lines alone. */
export function renderStacks(
  planned: readonly PlannedStack[],
  { summary = false }: { readonly summary?: boolean | undefined },
): string {
  const texts = planned.flatMap(({ entry, made }) =>
    made?.plan.hasChanges && !summary ? [`# ${entry.customer}\n\n${made.plan.text}`] : [],
  );
  return [...texts, planned.map(planLine).join('\n')].join('\n\n');
}

function planLine({ entry: { customer }, made }: PlannedStack): string {
  return `${customer}: ${made ? countsOf(made) : 'could not be planned'}`;
}

/** "2 to add, 1 to remove", as Terraform counts: a replacement is one of each. */
function countsOf({ plan }: NonNullable<PlannedStack['made']>): string {
  const all = plan.plan.resource_changes;
  const counted = (action: string) =>
    all.filter((each) => isChange(each) && each.change.actions.includes(action)).length;
  const counts: readonly (readonly [number, string])[] = [
    [all.filter(({ change }) => change.importing).length, 'to import'],
    [all.filter(({ previous_address: previous }) => previous !== undefined).length, 'to move in the state'],
    [counted('create'), 'to add'],
    [counted('update'), 'to change'],
    [counted('delete'), 'to remove'],
  ];
  const words = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (words.length > 0) return words.join(', ');
  return plan.hasChanges ? 'only outputs change' : 'no changes';
}
