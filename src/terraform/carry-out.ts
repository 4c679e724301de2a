import { fail } from '../diagnostics';
import type { Known } from './adjustments';
import { changesInWords, contentOf, isChange, isGrant, isMixed, type ResourceChange } from './plan-json';
import type { Stack, StackPlan } from './stack';

/**
 * Carries out exactly the reviewed plan. Terraform makes and removes at the same time, so one that does both is split: a
 * plan of the grants alone, and only when that is applied and planning again leaves exactly the reviewed rest, the rest.
 * Throws `terraform_plan_moved` where it does not; the access that was to go is then still there.
 */
export async function carryOut(stack: Stack, reviewed: StackPlan, known: readonly Known[]): Promise<void> {
  if (!isMixed(reviewed.plan)) return stack.apply(reviewed);
  const { resource_changes: all } = reviewed.plan;
  const removals = all.filter((each) => isChange(each) && !isGrant(each));
  const kept = all.filter((each) => each.mode === 'managed' && !removals.includes(each));
  const grants = await stack.plan(
    known,
    kept.map(({ address }) => address),
  );
  expectSame(stack, grants, kept.filter(isGrant), 'The grants alone');
  await stack.apply(grants);
  const rest = await stack.plan(known);
  expectSame(stack, rest, removals, 'What is left after the grants');
  await stack.apply(rest);
}

function expectSame(
  { customer }: Stack,
  { plan }: StackPlan,
  expected: readonly ResourceChange[],
  what: string,
): void {
  const found = plan.resource_changes.filter(isChange);
  if (contentOf(found) === contentOf(expected)) return;
  fail('terraform_plan_moved', {
    customer,
    detail: `${what} would be:\n${changesInWords(found)}\n\nThis was reviewed:\n${changesInWords(expected)}`,
    hint: `tilldela plan ${customer} --engine terraform`,
  });
}
