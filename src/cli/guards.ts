import { z } from 'zod';
import {
  checkPlans,
  defaultBudgets,
  overridableCodes,
  type CheckOptions,
  type OverridableCode,
  type RemovalBudgets,
  type Verdict,
} from '../checks';
import { diagnostic, fail, isDiagnosticCode, type Diagnostic } from '../diagnostics';
import { asApproved, findStaleness, type Plan } from '../plan';
import { didYouMean } from './did-you-mean';
import type { Project } from './project';

/** The codes that `--allow` names, once or several times, separated by commas. Throws `usage`. */
export function parseAllow(given: string | readonly string[] | undefined): readonly OverridableCode[] {
  const named = (typeof given === 'string' ? [given] : (given ?? [])).flatMap((text) => text.split(','));
  return named.map((text) => text.trim()).map(overridable);
}

function overridable(text: string): OverridableCode {
  const code = overridableCodes.find((candidate) => candidate === text);
  if (code) return code;
  if (isDiagnosticCode(text)) {
    return fail('usage', {
      detail: `--allow does not take ${text}: it names guards about a plan. A guard about one grant is satisfied by the reason in it.`,
      hint: `tilldela explain ${text}`,
    });
  }
  return fail('usage', {
    detail: `--allow takes the code of a guard about a plan, and "${text}" is none.${didYouMean(text, overridableCodes)}`,
    hint: `The codes are ${overridableCodes.join(', ')}.`,
  });
}

const budget = z.strictObject({ count: z.number().int().min(0), percent: z.number().min(0).max(100) });
const settings = z.strictObject({
  removals: z.strictObject({ perCustomer: budget.optional(), perRun: budget.optional() }).optional(),
});

/** What the user allows, and the budgets of the project: `tilldela` in the context of cdktf.json. */
export function checkOptions({ context }: Project, allow: readonly OverridableCode[]): CheckOptions {
  const result = settings.safeParse(context['tilldela'] ?? {});
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = ['tilldela', ...(issue?.path ?? [])].join('.');
    return fail('unknown_setting', {
      detail: `"${where}" in the context of cdktf.json: ${issue?.message}.`,
      hint: 'tilldela explain removal_budget',
    });
  }
  const { perCustomer, perRun } = result.data.removals ?? {};
  const budgets: RemovalBudgets = {
    perCustomer: perCustomer ?? defaultBudgets.perCustomer,
    perRun: perRun ?? defaultBudgets.perRun,
  };
  return { budgets, allow };
}

/** What was approved, and what a plan made now would do. */
export interface Approval {
  readonly approved: Plan;
  readonly current: Plan;
}

/** The verdicts on what would be carried out, in the world as it is now. */
export function checkApprovals(approvals: readonly Approval[], options: CheckOptions): Verdict[] {
  return checkPlans(
    approvals.map(({ approved, current }) =>
      approved === current ? current : asApproved(approved, current),
    ),
    options,
  );
}

/** Whoever applies may be another than who made the plan. */
const aboutTheRunner: readonly string[] = ['own_access', 'runner_unknown'];

/**
 * Why what was approved must not be carried out any more: empty when it may. `meant` are guards that need no approval,
 * as they say what the command is for.
 */
export function whatMoved(
  approval: Approval,
  options: CheckOptions,
  meant: readonly string[] = [],
): Diagnostic[] {
  const { approved, current } = approval;
  if (approved === current) return [];
  const stale = findStaleness(approved, current);
  return stale.length > 0 ? stale : findMovedGuards(approval, options, meant);
}

/** Refusals of a plan in which they did not stand yet: what was allowed was not this. */
function findMovedGuards(
  { approved, current }: Approval,
  options: CheckOptions,
  meant: readonly string[],
): Diagnostic[] {
  const strict = { ...options, allow: [] };
  const known = new Set(checkPlans([approved], strict).flatMap(({ refusals }) => refusals.map(placeOf)));
  const passed = [...aboutTheRunner, ...meant];
  return checkApprovals([{ approved, current }], strict)
    .flatMap(({ refusals }) => refusals)
    .filter((refusal) => !passed.includes(refusal.code) && !known.has(placeOf(refusal)))
    .map(({ code, customer, address, constructPath, source, summary }) =>
      diagnostic('plan_stale', {
        customer,
        address,
        constructPath,
        source,
        detail: `What the plan does has another effect now: ${summary} (${code}). Nothing of this customer was changed.`,
        hint: 'tilldela plan --out FILE',
      }),
    );
}

function placeOf({ code, address, constructPath }: Diagnostic): string {
  return JSON.stringify([code, address, constructPath]);
}
