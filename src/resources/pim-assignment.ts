import {
  parseGuid,
  parseRoleDefinitionGuid,
  parseScope,
  principalTypes,
  roleDefinitionIdAt,
  type PimAssignment,
  type Guid,
  type PimKind,
} from '../model';
import type { ResourceSchema } from './resource-schema';

/** Of eligible and active ones alike. azurerm replaces for whatever differs; Azure takes a new end by a request to update. */
export const pimAssignmentSchema = {
  attributes: {
    scope: { required: true, change: 'replace' },
    role_definition_id: { required: true, change: 'replace' },
    principal_id: { required: true, change: 'replace' },
    schedule: { required: false, change: 'in-place' },
    justification: { required: false, change: 'ignored' },
  },
} as const satisfies ResourceSchema;

export type PimAssignmentAttribute = keyof typeof pimAssignmentSchema.attributes;

/** Terraform's type of each kind. */
export const pimAssignmentTypes = {
  eligible: 'azurerm_pim_eligible_role_assignment',
  active: 'azurerm_pim_active_role_assignment',
} as const satisfies Record<PimKind, string>;

export function toPimAssignmentAttributes(assignment: PimAssignment) {
  const { scope, role, principalId, principalType, endsAt, justification } = assignment;
  return {
    scope,
    role_definition_id: roleDefinitionIdAt(scope, role),
    principal_id: principalId,
    principal_type: principalType,
    schedule: endsAt === undefined ? [] : [{ expiration: [{ end_date_time: endsAt }] }],
    justification: justification || null,
  };
}

/** `principal_type` is computed by azurerm, and never written. What the attributes describe, or the names of those that are missing or malformed. */
export function fromPimAssignmentAttributes(
  values: Readonly<Record<string, unknown>>,
  tenantId: Guid,
): { readonly value: PimAssignment } | { readonly malformed: readonly string[] } {
  const text = (key: string): string => (typeof values[key] === 'string' ? values[key] : '');
  const scope = parseScope(text('scope'));
  const role = parseRoleDefinitionGuid(text('role_definition_id'));
  const principalId = parseGuid(text('principal_id'));
  const principalType = principalTypes.find((type) => type === values['principal_type']);
  const end = endIn(values['schedule']);
  if (!scope || !role || !principalId || !principalType || !end) {
    const parsed = {
      scope,
      role_definition_id: role,
      principal_id: principalId,
      principal_type: principalType,
      schedule: end,
    };
    return { malformed: (Object.keys(parsed) as (keyof typeof parsed)[]).filter((key) => !parsed[key]) };
  }
  const justification = text('justification');
  const value = { tenantId, scope, role, principalId, principalType, ...end };
  return { value: { ...value, ...(justification && { justification }) } };
}

/** Nothing where there is no end; undefined for a schedule of another form. */
function endIn(schedule: unknown): { readonly endsAt?: string } | undefined {
  const block = onlyBlock(schedule);
  if (block === 'none') return {};
  const expiration = block && Object.keys(block).length === 1 ? onlyBlock(block['expiration']) : undefined;
  if (!expiration || expiration === 'none') return undefined;
  const { end_date_time: endsAt, ...others } = expiration;
  const isInstant = typeof endsAt === 'string' && !Number.isNaN(Date.parse(endsAt));
  return isInstant && Object.keys(others).length === 0 ? { endsAt } : undefined;
}

/** A block that may stand once is written by itself or as a list of one. */
function onlyBlock(value: unknown): Readonly<Record<string, unknown>> | 'none' | undefined {
  const blocks: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const [block] = blocks;
  if (blocks.length === 0) return 'none';
  return blocks.length === 1 && typeof block === 'object' && block !== null
    ? (block as Record<string, unknown>)
    : undefined;
}

/** The attributes that differ and that Azure can change. Instants are compared, not their texts. */
export function changedInPimAssignment(
  before: PimAssignment,
  after: PimAssignment,
): readonly PimAssignmentAttribute[] {
  const [old, next] = [before.endsAt, after.endsAt].map((text) => text && Date.parse(text));
  return old === next ? [] : ['schedule'];
}
