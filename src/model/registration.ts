import type { Guid } from './guid';
import type { Scope } from './scope';

/** Somebody of the managing tenant. */
export interface ManagingPrincipal {
  readonly principalId: Guid;
  /** What the customer sees in place of the id. */
  readonly displayName?: string;
}

/** A role that somebody of the managing tenant has in what is delegated. */
export interface DelegatedRole extends ManagingPrincipal {
  readonly role: Guid;
  /** Roles that the holder may give to managed identities; only User Access Administrator has any. */
  readonly assignableRoles: readonly Guid[];
}

/** A role that somebody of the managing tenant can take up for a while. */
export interface EligibleRole extends ManagingPrincipal {
  readonly role: Guid;
  readonly multiFactor: 'Azure' | 'None';
  /** ISO 8601, from half an hour to eight hours, such as `PT8H`. */
  readonly longestActivation: string;
  readonly approvers: readonly ManagingPrincipal[];
}

/** What Azure Lighthouse calls a registration definition: who of which tenant may do what in a subscription. */
export interface RegistrationDefinition {
  /** Tenant of the subscription. */
  readonly tenantId: Guid;
  /** A subscription. */
  readonly scope: Scope;
  readonly name: Guid;
  /** The name that the customer sees among the service providers' offers. */
  readonly offerName: string;
  readonly description?: string;
  readonly managingTenantId: Guid;
  readonly authorizations: readonly DelegatedRole[];
  readonly eligibleAuthorizations: readonly EligibleRole[];
}

/** That a registration definition holds at a subscription or resource group. */
export interface RegistrationAssignment {
  readonly tenantId: Guid;
  readonly scope: Scope;
  readonly name: Guid;
  /** Azure's resource id of the definition. */
  readonly definitionId: string;
}

/** Either, as Azure has it, with Azure's resource id. */
export type ExistingRegistrationDefinition = RegistrationDefinition & { readonly id: string };
export type ExistingRegistrationAssignment = RegistrationAssignment & { readonly id: string };

/** What was asked for one by one, by resource id in lower case. What could not be read has no entry. */
export interface KnownRegistrations {
  readonly definitions: ReadonlyMap<string, ExistingRegistrationDefinition | 'missing'>;
  readonly assignments: ReadonlyMap<string, ExistingRegistrationAssignment | 'missing'>;
}

interface Place {
  readonly scope: Scope;
  readonly name: Guid;
}

export function registrationDefinitionId({ scope, name }: Place): string {
  return `${scope}/providers/Microsoft.ManagedServices/registrationDefinitions/${name}`;
}

export function registrationAssignmentId({ scope, name }: Place): string {
  return `${scope}/providers/Microsoft.ManagedServices/registrationAssignments/${name}`;
}
