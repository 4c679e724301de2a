/**
 * Runs Terraform or OpenTofu, one process after the other for each stack: init, plan, apply of exactly that plan. Knows
 * their files and exit codes, and nothing of Azure: what exists there is told to it.
 */
export { findTool } from './tool';
export {
  changesInWords,
  contentOf,
  isChange,
  isCreatedFirst,
  isReplacement,
  resourceChange,
  withoutSensitive,
  type ResourceChange,
  type TerraformPlan,
} from './plan-json';
export type { Known } from './adjustments';
export { carryOut } from './carry-out';
export { ProviderLocks } from './provider-locks';
export { openStack, type Stack, type StackPlan } from './stack';
