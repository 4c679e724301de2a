import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  eligibleAssignmentId,
  parseRoleDefinitionGuid,
  parseScope,
  roleDefinitionIdAt,
  scopeKey,
  type EligibleAssignment,
  type ExistingEligibleAssignment,
  type Guid,
} from '../model';
import { guid, optionalText, readEntries, textOf, withoutUndefined } from './answer-schema';
import type { AzureClient } from './azure-client';

const query = { 'api-version': '2020-10-01' };

/** Where and who: what tells two eligible assignments apart. */
export type EligibilityKey = Pick<EligibleAssignment, 'scope' | 'role' | 'principalId'>;

type RequestType = 'AdminAssign' | 'AdminUpdate' | 'AdminRemove';

/** Eligible assignments of one customer under Privileged Identity Management. */
export interface EligibleAssignmentCalls {
  /** The one that stands at this very scope and is the principal's own. */
  find(key: EligibilityKey): Promise<ExistingEligibleAssignment | undefined>;
  /** Schedules are never written: a request, under a name of its own, asks for a change. */
  request(type: RequestType, assignment: EligibleAssignment, now: Date): Promise<void>;
}

/** REST specification: Microsoft.Authorization, stable 2020-10-01, RoleEligibilitySchedule and its requests. */
export function eligibleAssignmentCalls(client: AzureClient, customerTenant: Guid): EligibleAssignmentCalls {
  const schema = scheduleSchema(customerTenant);
  return {
    async find({ scope, role, principalId }) {
      const path = `${scope}/providers/Microsoft.Authorization/roleEligibilitySchedules`;
      const filtered = { ...query, $filter: `principalId eq '${principalId}' and atScope()` };
      const entries = await client.list(path, filtered);
      const found = readEntries(schema, entries, { method: 'GET', url: client.urlOf(path, filtered) });
      const own = found.find(
        (each) =>
          each.memberType.toLowerCase() === 'direct' &&
          each.assignment.role === role &&
          each.assignment.principalId === principalId &&
          scopeKey(each.assignment.scope) === scopeKey(scope),
      );
      return own?.assignment;
    },
    async request(requestType, { scope, role, principalId, endsAt, justification }, now) {
      const path = `${scope}/providers/Microsoft.Authorization/roleEligibilityScheduleRequests/${randomUUID()}`;
      const expiration = endsAt ? { type: 'AfterDateTime', endDateTime: endsAt } : { type: 'NoExpiration' };
      const properties = {
        principalId,
        roleDefinitionId: roleDefinitionIdAt(scope, role),
        requestType,
        justification,
        ...(requestType !== 'AdminRemove' && {
          scheduleInfo: { startDateTime: now.toISOString(), expiration },
        }),
      };
      await client.put(path, query, { properties });
    },
  };
}

function scheduleSchema(tenantId: Guid) {
  return z
    .object({
      properties: z.object({
        scope: textOf((text) => (text.startsWith('/') ? parseScope(text) : undefined), 'scope'),
        roleDefinitionId: textOf(parseRoleDefinitionGuid, 'role definition id'),
        principalId: guid,
        memberType: z.string(),
        endDateTime: optionalText,
      }),
    })
    .transform(({ properties: { scope, roleDefinitionId: role, principalId, memberType, endDateTime } }) => ({
      memberType,
      assignment: {
        id: eligibleAssignmentId({ scope, role, principalId }),
        tenantId,
        scope,
        role,
        principalId,
        ...withoutUndefined({ endsAt: endDateTime }),
      },
    }));
}
