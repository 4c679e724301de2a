/**
 * States in, plan out. Pure: no clock, disk, network, environment or randomness, so that every rule can be tested as
 * a property. Also the plan file, and the comparison that decides whether a reviewed plan may still be carried out.
 */
export { asApproved } from './as-approved';
export { asTerraformWould } from './as-terraform-would';
export { forecastAssignments, limitedPlace, type AssignmentForecast } from './assignment-limits';
export {
  assignmentChanges,
  isActionable,
  isAdopting,
  isAssignmentChange,
  isPimAssignmentChange,
  type AssignmentChange,
  type Change,
  type ActiveAssignmentChange,
  type ChangeReason,
  type RoleDefinitionChange,
} from './change';
export { doubtWords, handOffsOf, handOffWords, withMaking, withoutHandOffs } from './hand-off';
export { needsOf } from './needs';
export { type Plan, type UnmanagedAccess, type UnmanagedStanding, type UnreadScope } from './plan';
export { planChanges, type PlanInput } from './plan-changes';
export { decodePlanFile } from './plan-file/decode';
export { encodePlanFile } from './plan-file/encode';
export { findStaleness } from './stale';
export { findVanishedScopes } from './vanished-scopes';
