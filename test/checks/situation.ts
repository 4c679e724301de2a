import { findRole } from '../../src/catalogue';
import { checkPlans, defaultBudgets, type OverridableCode } from '../../src/checks';
import type { Diagnostic } from '../../src/diagnostics';
import type { Guid, KnownPrincipals, PrincipalKnowledge, PrincipalType, Runner } from '../../src/model';
import { planChanges, type Plan } from '../../src/plan';
import { testGuid } from '../plan/arbitraries';
import { situation, type Situation } from '../plan/example';

export function roleId(name: string): Guid {
  const role = findRole(name);
  if (!role) throw new Error(`There is no role "${name}".`);
  return role.id;
}

export const owner = roleId('Owner');
export const contributor = roleId('Contributor');
export const reader = roleId('Reader');
export const accessAdministrator = roleId('User Access Administrator');

export const ops = testGuid(3, 5); // a group
export const robot = testGuid(3, 6); // a service principal
export const nobody = testGuid(3, 9); // an id that the directory does not have

export function person(
  id: Guid,
  parts: { isGuest?: boolean; type?: PrincipalType } = {},
): PrincipalKnowledge {
  return { id, type: 'User', displayName: `name of ${id.slice(-2)}`, ...parts };
}

export function directory(...known: readonly [Guid, PrincipalKnowledge][]): KnownPrincipals {
  return new Map(known);
}

export function planOf(given: Situation & { readonly runner?: Runner }): Plan {
  const { runner, ...rest } = given;
  const plan = planChanges(situation(rest));
  return runner ? { ...plan, facts: { ...plan.facts, runner } } : plan;
}

/** All that the guards say of a plan, refusals first. */
export function guardsSay(plan: Plan, allow: readonly OverridableCode[] = []): Diagnostic[] {
  return checkPlans([plan], { budgets: defaultBudgets, allow }).flatMap(({ refusals, warnings }) => [
    ...refusals,
    ...warnings,
  ]);
}

export function codesOf(plan: Plan): string[] {
  return guardsSay(plan).map(({ code }) => code);
}

/** Findings of one guard; others may have something to say of the same plan. */
export function findingsOf(code: string, plan: Plan): Diagnostic[] {
  return guardsSay(plan).filter((finding) => finding.code === code);
}
