/**
 * Analysers that may stop a plan, one small file each, every finding with a stable code.
 * They look at a plan and never change it.
 */
export { checkPlans, overridableCodes, type CheckOptions, type OverridableCode, type Verdict } from './check';
export { findExampleIds } from './example-ids';
export { changesOfOwnAccess } from './own-access';
export { defaultBudgets, type RemovalBudgets } from './removal-budget';
