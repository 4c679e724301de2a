import type { Need } from '../channels';
import { scopeKey, type ExistingRoleAssignment, type RoleAssignment, type Scope } from '../model';
import {
  isAssignmentChange,
  type Change,
  type PimAssignmentChange,
  type RoleDefinitionChange,
} from './change';

/**
 * What somebody must be allowed to do to make the change; nothing for one that writes nothing.
 * Operations: "Azure permissions for Management and governance", learn.microsoft.com
 */
export function needsOf(change: Change): readonly Need[] {
  if (change.action === 'no-op') return [];
  if (isAssignmentChange(change)) {
    const updated = change.action === 'update' ? change.before : undefined;
    return [
      ...('after' in change ? [assigning('write', { ...updated, ...change.after })] : []),
      ...(change.action === 'delete' || change.action === 'replace'
        ? [assigning('delete', change.before)]
        : []),
    ];
  }
  const verb = change.action === 'delete' ? 'delete' : 'write';
  switch (change.type) {
    case 'azurerm_role_definition':
      return defining(verb, change);
    case 'azurerm_pim_eligible_role_assignment':
      return scheduling('roleEligibilityScheduleRequests', change);
    case 'azurerm_pim_active_role_assignment':
      return scheduling('roleAssignmentScheduleRequests', change);
    case 'azurerm_lighthouse_definition':
      return delegating(`registrationDefinitions/${verb}`, scopeOf(change));
    case 'azurerm_lighthouse_assignment':
      return delegating(`registrationAssignments/${verb}`, scopeOf(change));
  }
}

function authorization(type: string, verb: string): string {
  return `Microsoft.Authorization/${type}/${verb}`;
}

/** Conditions look at what is written, or at what is there to be deleted. */
function assigning(
  verb: 'write' | 'delete',
  assignment: RoleAssignment & Partial<ExistingRoleAssignment>,
): Need {
  const { scope, role, principalId, principalType, delegatedManagedIdentityResourceId } = assignment;
  return {
    operation: authorization('roleAssignments', verb),
    scope,
    assignment: { role, principalId, principalType, delegatedManagedIdentityResourceId },
  };
}

function defining(verb: 'write' | 'delete', change: RoleDefinitionChange): readonly Need[] {
  const written = scopeKey(('after' in change ? change.after : change.before).scope);
  return assignableScopes(change).map((scope) => ({
    operation: authorization('roleDefinitions', verb),
    scope,
    ...(scopeKey(scope) !== written && { isRightOnly: true as const }),
  }));
}

/** Azure wants the right at every scope at which the role can be assigned, those of before included. */
function assignableScopes(change: RoleDefinitionChange): readonly Scope[] {
  return [
    ...new Set([
      ...('before' in change ? change.before.assignableScopes : []),
      ...('after' in change ? change.after.assignableScopes : []),
    ]),
  ];
}

/** Who asks for a schedule must be allowed to assign the role itself. What type the principal is, a request does not say. */
function scheduling(requests: string, change: PimAssignmentChange): readonly Need[] {
  const { scope, role, principalId } = 'after' in change ? change.after : change.before;
  return [
    { operation: authorization(requests, 'write'), scope },
    {
      operation: authorization('roleAssignments', 'write'),
      scope,
      assignment: { role, principalId },
      isRightOnly: true,
    },
  ];
}

/** Only who may assign any role delegates. "Onboard a customer to Azure Lighthouse", learn.microsoft.com */
function delegating(operation: string, scope: Scope): readonly Need[] {
  return [
    { operation: `Microsoft.ManagedServices/${operation}`, scope },
    ...['read', 'write', 'delete'].map((verb) => ({
      operation: authorization('roleAssignments', verb),
      scope,
      isRightOnly: true as const,
    })),
  ];
}

function scopeOf(change: Extract<Change, { type: `azurerm_lighthouse_${string}` }>): Scope {
  return 'after' in change ? change.after.scope : change.before.scope;
}
