import type { Diagnostic } from '../diagnostics';
import type { Plan } from '../plan';
import { findUnguardedRemovals } from './unguarded-removals';

/** Looks at a plan and says what should stop it. A plan with findings is refused (exit code 3). */
export type Check = (plan: Plan) => readonly Diagnostic[];

const checks: readonly Check[] = [findUnguardedRemovals];

/** The findings of all checks. */
export function checkPlan(plan: Plan): Diagnostic[] {
  return checks.flatMap((check) => check(plan));
}
