import {
  byText,
  compareText,
  parseGuid,
  parseScope,
  type DelegatedRole,
  type EligibleRole,
  type Guid,
  type RegistrationAssignment,
  type RegistrationDefinition,
} from '../model';
import type { ResourceSchema } from './resource-schema';

/** The managing tenant can be changed only by azurerm's replacement; the rest of a definition Azure updates as a whole. */
export const registrationDefinitionSchema = {
  attributes: {
    lighthouse_definition_id: { required: true, change: 'replace' },
    scope: { required: true, change: 'replace' },
    managing_tenant_id: { required: true, change: 'replace' },
    name: { required: true, change: 'in-place' },
    description: { required: false, change: 'in-place' },
    authorization: { required: true, change: 'in-place' },
    eligible_authorization: { required: false, change: 'in-place' },
  },
} as const satisfies ResourceSchema;

export type RegistrationDefinitionAttribute = keyof typeof registrationDefinitionSchema.attributes;

export const registrationAssignmentSchema = {
  attributes: {
    name: { required: true, change: 'replace' },
    scope: { required: true, change: 'replace' },
    lighthouse_definition_id: { required: true, change: 'replace' },
  },
} as const satisfies ResourceSchema;

export type RegistrationAssignmentAttribute = keyof typeof registrationAssignmentSchema.attributes;

/** The same with its lists in order: they are sets to Azure. */
export function registrationInNormalForm<Definition extends RegistrationDefinition>(
  definition: Definition,
): Definition {
  const { authorizations, eligibleAuthorizations } = definition;
  return {
    ...definition,
    authorizations: authorizations
      .map((each) => ({ ...each, assignableRoles: each.assignableRoles.toSorted(compareText) }))
      .sort(byText(contentOf)),
    eligibleAuthorizations: eligibleAuthorizations
      .map((each) => ({ ...each, approvers: each.approvers.toSorted(byText(contentOf)) }))
      .sort(byText(contentOf)),
  };
}

function contentOf(value: object): string {
  return JSON.stringify(Object.entries(value).sort(byText(([key]) => key)));
}

export function toRegistrationDefinitionAttributes(definition: RegistrationDefinition) {
  return {
    lighthouse_definition_id: definition.name,
    scope: definition.scope,
    managing_tenant_id: definition.managingTenantId,
    name: definition.offerName,
    description: definition.description || null,
    authorization: definition.authorizations.map((each) => ({
      principal_id: each.principalId,
      principal_display_name: each.displayName ?? null,
      role_definition_id: each.role,
      delegated_role_definition_ids: each.assignableRoles,
    })),
    eligible_authorization: definition.eligibleAuthorizations.map((each) => ({
      principal_id: each.principalId,
      principal_display_name: each.displayName ?? null,
      role_definition_id: each.role,
      just_in_time_access_policy: [
        {
          multi_factor_auth_provider: each.multiFactor === 'Azure' ? 'Azure' : null,
          maximum_activation_duration: each.longestActivation,
          approver: each.approvers.map(({ principalId, displayName }) => ({
            principal_id: principalId,
            principal_display_name: displayName ?? null,
          })),
        },
      ],
    })),
  };
}

export function toRegistrationAssignmentAttributes({ name, scope, definitionId }: RegistrationAssignment) {
  return { name, scope, lighthouse_definition_id: definitionId };
}

type Values = Readonly<Record<string, unknown>>;

/** The definition that the attributes describe, or the names of those that are missing or malformed. */
export function fromRegistrationDefinitionAttributes(
  values: Values,
  tenantId: Guid,
):
  | { readonly value: RegistrationDefinition }
  | { readonly malformed: readonly RegistrationDefinitionAttribute[] } {
  const name = guidIn(values['lighthouse_definition_id']);
  const scope = parseScope(textIn(values['scope']));
  const managingTenantId = guidIn(values['managing_tenant_id']);
  const offerName = textIn(values['name']);
  const authorizations = allOf(blocksIn(values['authorization']).map(readDelegated));
  const eligibleAuthorizations = allOf(blocksIn(values['eligible_authorization']).map(readEligible));
  if (!name || !scope || !managingTenantId || !offerName || !authorizations || !eligibleAuthorizations) {
    const parsed = {
      lighthouse_definition_id: name,
      scope,
      managing_tenant_id: managingTenantId,
      name: offerName,
      authorization: authorizations,
      eligible_authorization: eligibleAuthorizations,
    };
    return { malformed: (Object.keys(parsed) as (keyof typeof parsed)[]).filter((key) => !parsed[key]) };
  }
  const description = textIn(values['description']);
  return {
    value: {
      tenantId,
      scope,
      name,
      offerName,
      ...(description && { description }),
      managingTenantId,
      authorizations,
      eligibleAuthorizations,
    },
  };
}

/** The assignment that the attributes describe, or the names of those that are missing or malformed. */
export function fromRegistrationAssignmentAttributes(
  values: Values,
  tenantId: Guid,
):
  | { readonly value: RegistrationAssignment }
  | { readonly malformed: readonly RegistrationAssignmentAttribute[] } {
  const name = guidIn(values['name']);
  const scope = parseScope(textIn(values['scope']));
  const definitionId = textIn(values['lighthouse_definition_id']);
  if (name && scope && definitionId) return { value: { tenantId, scope, name, definitionId } };
  const parsed = { name, scope, lighthouse_definition_id: definitionId };
  return { malformed: (Object.keys(parsed) as (keyof typeof parsed)[]).filter((key) => !parsed[key]) };
}

function readDelegated(block: Values): DelegatedRole | undefined {
  const [principalId, role] = [guidIn(block['principal_id']), guidIn(block['role_definition_id'])];
  const ids = block['delegated_role_definition_ids'] ?? [];
  const assignableRoles = Array.isArray(ids) ? allOf(ids.map(guidIn)) : undefined;
  if (!principalId || !role || !assignableRoles) return undefined;
  return { principalId, ...displayNameIn(block), role, assignableRoles };
}

function readEligible(block: Values): EligibleRole | undefined {
  const [principalId, role] = [guidIn(block['principal_id']), guidIn(block['role_definition_id'])];
  const [policy = {}] = blocksIn(block['just_in_time_access_policy']);
  const approvers = allOf(blocksIn(policy['approver']).map(readApprover));
  if (!principalId || !role || !approvers) return undefined;
  return {
    principalId,
    ...displayNameIn(block),
    role,
    multiFactor: policy['multi_factor_auth_provider'] === 'Azure' ? 'Azure' : 'None',
    longestActivation: textIn(policy['maximum_activation_duration']) || defaultActivation,
    approvers,
  };
}

/** What azurerm and Azure take where nothing is said. */
const defaultActivation = 'PT8H';

function readApprover(block: Values) {
  const principalId = guidIn(block['principal_id']);
  return principalId && { principalId, ...displayNameIn(block) };
}

function displayNameIn(block: Values): { readonly displayName?: string } {
  const displayName = textIn(block['principal_display_name']);
  return displayName ? { displayName } : {};
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function guidIn(value: unknown): Guid | undefined {
  return parseGuid(textIn(value));
}

/** A block that may stand once is written by itself or as a list of one. */
function blocksIn(value: unknown): readonly Values[] {
  if (Array.isArray(value)) return value as Values[];
  return typeof value === 'object' && value !== null ? [value as Values] : [];
}

function allOf<Item>(items: readonly (Item | undefined)[]): readonly Item[] | undefined {
  return items.includes(undefined) ? undefined : (items as readonly Item[]);
}

/** The attributes that differ, both in normal form. */
export function changedInRegistrationDefinition(
  before: RegistrationDefinition,
  after: RegistrationDefinition,
): readonly RegistrationDefinitionAttribute[] {
  return differences(toRegistrationDefinitionAttributes(before), toRegistrationDefinitionAttributes(after));
}

export function changedInRegistrationAssignment(
  before: RegistrationAssignment,
  after: RegistrationAssignment,
): readonly RegistrationAssignmentAttribute[] {
  return differences(toRegistrationAssignmentAttributes(before), toRegistrationAssignmentAttributes(after));
}

/** Scopes and ids in Azure's sense: letter case means nothing. Names that people gave are compared as written. */
function differences<Attributes extends object>(before: Attributes, after: Attributes): (keyof Attributes)[] {
  const keys = Object.keys(after) as (keyof Attributes & string)[];
  const comparable = (attributes: Attributes, key: keyof Attributes) => {
    const value = attributes[key];
    return typeof value === 'string' && value.startsWith('/') ? value.toLowerCase() : JSON.stringify(value);
  };
  return keys.filter((key) => comparable(before, key) !== comparable(after, key));
}
