import {
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  principalTypes,
  roleDefinitionIdAt,
  type Guid,
  type RoleAssignment,
} from '../model';
import { normalCondition } from './condition';
import type { ResourceSchema } from './resource-schema';

/** Both types say the same; ours also takes foreign principals, which azurerm's validator refuses. */
export const roleAssignmentTypes = ['azurerm_role_assignment', 'tilldela_role_assignment'] as const;

/** The type that stands for the assignment in a configuration. */
export function assignmentTypeOf({
  principalType,
}: Pick<RoleAssignment, 'principalType'>): (typeof roleAssignmentTypes)[number] {
  return principalType === 'ForeignGroup' ? 'tilldela_role_assignment' : 'azurerm_role_assignment';
}

/**
 * The attributes of a role assignment and what changing each means. Azure keeps everything but condition and
 * description fixed for the life of an assignment (REST specification of Microsoft.Authorization, 2022-04-01).
 */
export const roleAssignmentSchema = {
  attributes: {
    name: { required: false, change: 'replace' },
    scope: { required: true, change: 'replace' },
    role_definition_id: { required: true, change: 'replace' },
    principal_id: { required: true, change: 'replace' },
    principal_type: { required: true, change: 'replace' },
    condition: { required: false, change: 'in-place' },
    condition_version: { required: false, change: 'in-place' },
    description: { required: false, change: 'ignored' },
  },
} as const satisfies ResourceSchema;

export type RoleAssignmentAttribute = keyof typeof roleAssignmentSchema.attributes;
/** Attribute values as Terraform shows them: absent is null. */
export type RoleAssignmentAttributes = Readonly<Record<RoleAssignmentAttribute, string | null>>;

/** The assignment as Terraform attributes, the role id in the form that Azure lists at its scope. Empty is null. */
export function toAttributes(assignment: RoleAssignment): RoleAssignmentAttributes {
  return {
    name: assignment.name,
    scope: assignment.scope,
    role_definition_id: roleDefinitionIdAt(assignment.scope, assignment.role),
    principal_id: assignment.principalId,
    principal_type: assignment.principalType,
    condition: assignment.condition || null,
    condition_version: assignment.conditionVersion || null,
    description: assignment.description || null,
  };
}

/** The assignment that the attributes describe, or the names of those that are missing or malformed. */
export function fromAttributes(
  attributes: Readonly<Record<string, unknown>>,
  tenantId: Guid,
): { readonly assignment: RoleAssignment } | { readonly malformed: readonly RoleAssignmentAttribute[] } {
  const text = (name: RoleAssignmentAttribute): string =>
    typeof attributes[name] === 'string' ? attributes[name] : '';
  const name = parseGuid(text('name'));
  const scope = parseScope(text('scope'));
  const role = parseRoleDefinitionGuid(text('role_definition_id'));
  const principalId = parseGuid(text('principal_id'));
  const principalType = principalTypes.find((type) => type === attributes['principal_type']);
  if (!name || !scope || !role || !principalId || !principalType) {
    const parsed = {
      name,
      scope,
      role_definition_id: role,
      principal_id: principalId,
      principal_type: principalType,
    };
    return { malformed: (Object.keys(parsed) as (keyof typeof parsed)[]).filter((key) => !parsed[key]) };
  }
  return {
    assignment: {
      tenantId,
      scope,
      role,
      principalId,
      principalType,
      name,
      ...(text('condition') && { condition: text('condition') }),
      ...(text('condition_version') && { conditionVersion: text('condition_version') }),
      ...(text('description') && { description: text('description') }),
    },
  };
}

/** The attributes that differ and that Azure can change in place. Descriptions are never compared. */
export function changedInPlace(
  before: RoleAssignment,
  after: RoleAssignment,
): readonly ('condition' | 'condition_version')[] {
  const planned = normalCondition(after.condition ?? '');
  if (normalCondition(before.condition ?? '') !== planned) return ['condition'];
  const versionMatters = planned !== '';
  return versionMatters && before.conditionVersion !== after.conditionVersion ? ['condition_version'] : [];
}
