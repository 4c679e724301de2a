import {
  assignmentName,
  endOf,
  naturalKey,
  roleDefinitionIdAt,
  scopeKey,
  type AdoptedAssignment,
  type CalendarDate,
  type Guid,
  type PrincipalType,
  type Scope,
} from '../../model';
import type { CheckedGrant } from '../check-grant';
import type { GrantableRole } from '../custom-role';
import { escapeTemplate } from '../declared-text';

/** Where a grant stands: what makes up its natural key besides role and principal. */
export interface GrantPlace {
  readonly tenantId: Guid;
  readonly owner: Guid;
  readonly scope: Scope;
}

/** The object id of a grant's principal: known, or a reference to the data source that looks it up. */
export type ObjectId = { readonly known: Guid } | { readonly reference: string };

/** What both resource types for role assignments are given; the names are those of azurerm's bindings. */
export interface RoleAssignmentAttributes {
  readonly name: string;
  readonly scope: string;
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType;
  readonly description?: string;
  readonly condition?: string;
  readonly conditionVersion?: string;
}

/** `adopted` is the assignment that the lock file records for the grant, if any: it keeps its name. */
export function roleAssignmentAttributes(
  { role, principal, because, description = because, condition }: CheckedGrant,
  place: GrantPlace,
  objectId: ObjectId,
  adopted: AdoptedAssignment | undefined,
): RoleAssignmentAttributes {
  return {
    name: adopted?.name ?? computedName(place, role.id, objectId),
    scope: place.scope,
    roleDefinitionId: roleIdAt(place.scope, role),
    principalId: 'known' in objectId ? objectId.known : `\${${objectId.reference}}`,
    principalType: principal.type,
    ...(description !== undefined && { description: escapeTemplate(description) }),
    ...(condition && {
      condition: escapeTemplate(condition.text),
      conditionVersion: condition.version,
    }),
  };
}

/** In the form that Azure lists at the scope; that of a custom role makes Terraform wait for the role. */
export function roleIdAt(scope: Scope, { id, reference }: GrantableRole): string {
  const whole = roleDefinitionIdAt(scope, id);
  return reference === undefined ? whole : whole.replace(id, `\${${reference}}`);
}

function computedName({ tenantId, owner, scope }: GrantPlace, role: Guid, objectId: ObjectId): string {
  if ('known' in objectId) {
    return assignmentName(owner, naturalKey({ tenantId, scope, role, principalId: objectId.known }));
  }
  // Already in lower case as far as it is known: Terraform's lower() and JavaScript's differ in a few letters.
  const key = `${tenantId}|${scopeKey(scope)}|${role}|\${${objectId.reference}}`;
  return `\${uuidv5("${owner}", lower("${key}"))}`;
}

/** True when the assignment that the lock file records is still the access that the grant declares. */
export function isSameAccess(
  adopted: AdoptedAssignment,
  { tenantId, scope }: GrantPlace,
  role: Guid,
  objectId: ObjectId,
): boolean {
  if ('known' in objectId) {
    return adopted.naturalKey === naturalKey({ tenantId, scope, role, principalId: objectId.known });
  }
  return adopted.naturalKey.startsWith(`${tenantId}|${scopeKey(scope)}|${role}|`);
}

/** Ends the resource after the day: it exists once or not at all. */
export function countUntil(until: CalendarDate): string {
  return `\${timecmp(plantimestamp(), "${endOf(until)}") < 0 ? 1 : 0}`;
}
