import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  pimAssignmentId,
  parseRoleDefinitionGuid,
  parseScope,
  roleDefinitionIdAt,
  scopeKey,
  type PimAssignment,
  type ExistingPimAssignment,
  type Guid,
  type PimKind,
} from '../model';
import { guid, optionalText, readEntries, textOf, withoutUndefined } from './answer-schema';
import type { AzureClient } from './azure-client';
import { HttpError } from './errors';
import { principalType } from './role-assignments';

const query = { 'api-version': '2020-10-01' };

/** Where and who: what tells two assignments of a kind apart. */
export type PimKey = Pick<PimAssignment, 'scope' | 'role' | 'principalId'>;

type RequestType = 'AdminAssign' | 'AdminUpdate' | 'AdminRemove';

/** Assignments of one kind, of one customer, under Privileged Identity Management. */
export interface PimAssignmentCalls {
  /** The one that stands at this very scope and is the principal's own. */
  find(key: PimKey): Promise<ExistingPimAssignment | undefined>;
  /**
   * Schedules are never written: a request, under a name of its own, asks for a change. Where that name is taken, an
   * earlier try of this very request has reached Azure; whether it was carried out shows when the schedule is read.
   */
  request(type: RequestType, assignment: PimAssignment, now: Date): Promise<void>;
}

const wordOf: Readonly<Record<PimKind, string>> = { eligible: 'Eligibility', active: 'Assignment' };

/**
 * REST specification: Microsoft.Authorization, stable 2020-10-01, RoleEligibilitySchedule, RoleAssignmentSchedule and
 * their requests. Among the active ones stand all role assignments, those without an end being made by hand or by us.
 */
export function pimAssignmentCalls(
  client: AzureClient,
  customerTenant: Guid,
  kind: PimKind,
): PimAssignmentCalls {
  const word = wordOf[kind];
  const schema = scheduleSchema(customerTenant);
  return {
    async find({ scope, role, principalId }) {
      const path = `${scope}/providers/Microsoft.Authorization/role${word}Schedules`;
      const filtered = { ...query, $filter: `principalId eq '${principalId}' and atScope()` };
      const entries = await client.list(path, filtered);
      const found = readEntries(schema, entries, { method: 'GET', url: client.urlOf(path, filtered) });
      const own = found.find(
        (each) =>
          each.memberType.toLowerCase() === 'direct' &&
          each.assignmentType?.toLowerCase() !== 'activated' &&
          each.assignment.role === role &&
          each.assignment.principalId === principalId &&
          scopeKey(each.assignment.scope) === scopeKey(scope),
      );
      return own?.assignment;
    },
    async request(requestType, { scope, role, principalId, endsAt, justification }, now) {
      const path = `${scope}/providers/Microsoft.Authorization/role${word}ScheduleRequests/${randomUUID()}`;
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
      await client.put(path, query, { properties }).catch((error: unknown) => {
        // Message and code: github.com/Azure/azure-quickstart-templates issue 12838
        if (!(error instanceof HttpError && error.code === 'RoleAssignmentRequestExists')) throw error;
      });
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
        principalType,
        memberType: z.string(),
        assignmentType: optionalText,
        endDateTime: optionalText,
      }),
    })
    .transform(({ properties: { scope, roleDefinitionId: role, endDateTime, ...properties } }) => ({
      memberType: properties.memberType,
      assignmentType: properties.assignmentType,
      assignment: {
        id: pimAssignmentId({ scope, role, principalId: properties.principalId }),
        tenantId,
        scope,
        role,
        principalId: properties.principalId,
        principalType: properties.principalType,
        ...withoutUndefined({ endsAt: endDateTime }),
      },
    }));
}
