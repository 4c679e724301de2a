import type {
  PimAssignment,
  ExistingPimAssignment,
  ExistingRegistrationAssignment,
  ExistingRegistrationDefinition,
  ExistingRoleAssignment,
  ExistingRoleDefinition,
  Guid,
  RegistrationAssignment,
  RegistrationDefinition,
  RoleAssignment,
  RoleDefinition,
} from '../../model';
import {
  fromAttributes,
  fromPimAssignmentAttributes,
  fromRegistrationAssignmentAttributes,
  fromRegistrationDefinitionAttributes,
  fromRoleDefinitionAttributes,
  toAttributes,
  toPimAssignmentAttributes,
  toRegistrationAssignmentAttributes,
  toRegistrationDefinitionAttributes,
  toRoleDefinitionAttributes,
} from '../../resources';
import type { Change } from '../change';

type Values = Readonly<Record<string, unknown>>;
type Decoded<Declared> = { readonly value: Declared } | { readonly malformed: readonly string[] };

/** How the two sides of a change of one type stand in a plan file. */
interface ResourceType<Declared, Existing> {
  /** Terraform's address of the provider. */
  readonly provider: string;
  readonly encode: (declared: Declared) => Values;
  readonly decode: (values: Values, tenantId: Guid) => Decoded<Declared>;
  /** What Azure tells beyond Terraform's attributes. */
  readonly azureOnly: (existing: Existing) => Values;
}

const azurerm = 'registry.terraform.io/hashicorp/azurerm';

const roleAssignment = (provider: string): ResourceType<RoleAssignment, ExistingRoleAssignment> => ({
  provider,
  encode: toAttributes,
  decode: (values, tenantId) => {
    const result = fromAttributes(values, tenantId);
    return 'assignment' in result ? { value: result.assignment } : result;
  },
  azureOnly: ({ createdOn, createdBy, delegatedManagedIdentityResourceId }) => ({
    createdOn,
    createdBy,
    delegatedManagedIdentityResourceId,
  }),
});

const roleDefinition: ResourceType<RoleDefinition, ExistingRoleDefinition> = {
  provider: azurerm,
  encode: toRoleDefinitionAttributes,
  decode: (values, tenantId) => {
    const result = fromRoleDefinitionAttributes(values, tenantId);
    return 'definition' in result ? { value: result.definition } : result;
  },
  azureOnly: () => ({}),
};

const registrationDefinition: ResourceType<RegistrationDefinition, ExistingRegistrationDefinition> = {
  provider: azurerm,
  encode: toRegistrationDefinitionAttributes,
  decode: fromRegistrationDefinitionAttributes,
  azureOnly: () => ({}),
};

const registrationAssignment: ResourceType<RegistrationAssignment, ExistingRegistrationAssignment> = {
  provider: azurerm,
  encode: toRegistrationAssignmentAttributes,
  decode: fromRegistrationAssignmentAttributes,
  azureOnly: () => ({}),
};

const pimAssignment: ResourceType<PimAssignment, ExistingPimAssignment> = {
  provider: azurerm,
  encode: toPimAssignmentAttributes,
  decode: fromPimAssignmentAttributes,
  azureOnly: () => ({}),
};

const resourceTypes = {
  azurerm_role_assignment: roleAssignment(azurerm),
  tilldela_role_assignment: roleAssignment('tilldela.internal/tilldela/tilldela'),
  azurerm_role_definition: roleDefinition,
  azurerm_pim_eligible_role_assignment: pimAssignment,
  azurerm_pim_active_role_assignment: pimAssignment,
  azurerm_lighthouse_definition: registrationDefinition,
  azurerm_lighthouse_assignment: registrationAssignment,
} as const satisfies Record<Change['type'], unknown>;

/** Undefined for a type that no plan has. The parts of a change belong to its type, which the compiler cannot see. */
export function resourceType(type: string): ResourceType<unknown, unknown> | undefined {
  return Object.hasOwn(resourceTypes, type)
    ? (resourceTypes[type as Change['type']] as ResourceType<unknown, unknown>)
    : undefined;
}
