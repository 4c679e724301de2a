import type { RequestType, ScheduleKind } from '../world/role-schedule';
import type { ScheduleRequestBody } from './schedule-request-body';
import type { Period } from './expiration';
import { parseDuration } from './expiration';
import { policyFailed } from './pim-refusals';

/**
 * The longest period that each way to a role allows. These are the defaults of Azure, where no role allows a
 * permanent assignment until somebody changes its policy; in the emulator nobody can.
 * Source: https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-configure-role-settings
 */
export const longestPeriods = { eligible: 'P365D', active: 'P180D', activation: 'PT8H' } as const;

/** @throws Refusal 400 `RoleAssignmentRequestPolicyValidationFailed` with the rules that the request breaks */
export function requirePolicy(kind: ScheduleKind, body: ScheduleRequestBody, period: Period): void {
  const failed = [
    ...(isTooLong(kind, body.requestType, period) ? ['ExpirationRule'] : []),
    ...(body.requestType === 'SelfActivate' && !body.justification?.trim() ? ['JustificationRule'] : []),
  ];
  if (failed.length > 0) throw policyFailed(failed);
}

function isTooLong(kind: ScheduleKind, type: RequestType, { start, end }: Period): boolean {
  const longest = parseDuration(longestPeriods[type === 'SelfActivate' ? 'activation' : kind]) ?? 0;
  return end === undefined || end.getTime() - start.getTime() > longest;
}
