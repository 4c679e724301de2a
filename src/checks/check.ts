import { hasErrors, type Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { findBroadenedAccess } from './broadened-access';
import { findEmptyDeclaration } from './empty-declaration';
import { findExpiring } from './expiring';
import { findLastOwner } from './last-owner';
import { findLimits } from './limits';
import { findOutsiders } from './outsiders';
import { findOwnAccess } from './own-access';
import { findLostCredit } from './partner-credit';
import { findPrivilegedUsers } from './privileged-user';
import { findRemovalsOverBudget, findRunOverBudget, type RemovalBudgets } from './removal-budget';

/**
 * The guards about a plan as a whole; naming one of them lets a plan pass that it refuses. Guards about one grant are
 * not among them: the reason in the grant satisfies those, where it is reviewed and stays.
 */
export const overridableCodes = [
  'last_owner',
  'own_access',
  'partner_credit_lost',
  'removal_budget',
  'run_removal_budget',
  'empty_declaration',
  'limit_exceeded',
  'limit_on_the_way',
] as const;

export type OverridableCode = (typeof overridableCodes)[number];

/** What decides about a plan besides the plan. */
export interface CheckOptions {
  readonly budgets: RemovalBudgets;
  /** Codes by which the user said that a refusal is known and the plan is meant. */
  readonly allow: readonly OverridableCode[];
}

/** What the checks say of one customer's plan. With a refusal the plan is not to be carried out (exit code 3). */
export interface Verdict {
  readonly customer: string;
  readonly refusals: readonly Diagnostic[];
  /** Also the refusals that were allowed, as warnings. */
  readonly warnings: readonly Diagnostic[];
}

type Check = (plan: Plan, budgets: RemovalBudgets) => readonly Diagnostic[];

const checks: readonly Check[] = [
  findLastOwner,
  findOwnAccess,
  findLostCredit,
  findRemovalsOverBudget,
  findEmptyDeclaration,
  findBroadenedAccess,
  findPrivilegedUsers,
  findOutsiders,
  findExpiring,
  findLimits,
];

/** The verdicts on the plans of one run, in their order. */
export function checkPlans(plans: readonly Plan[], { budgets, allow }: CheckOptions): Verdict[] {
  const ofTheRun = findRunOverBudget(plans, budgets);
  return plans.map((plan) => {
    const findings = [
      ...checks.flatMap((check) => check(plan, budgets)),
      ...ofTheRun.filter(({ customer }) => customer === plan.customer),
    ];
    const judged = findings.map((finding) => (isAllowed(finding, allow) ? allowed(finding) : finding));
    return {
      customer: plan.customer,
      refusals: judged.filter((finding) => hasErrors([finding])),
      warnings: judged.filter((finding) => !hasErrors([finding])),
    };
  });
}

function isAllowed({ code, severity }: Diagnostic, allow: readonly string[]): boolean {
  return severity === 'error' && allow.includes(code);
}

function allowed(finding: Diagnostic): Diagnostic {
  return { ...finding, severity: 'warning', hint: `Allowed by --allow ${finding.code}.` };
}
