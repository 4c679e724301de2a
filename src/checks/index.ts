/**
 * Analysers that may stop a plan, one small file each, every finding with a stable code.
 * They look at a plan and never change it.
 */
export { checkPlan } from './check';
export { findExampleIds } from './example-ids';
