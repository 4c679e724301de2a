import { getManagementGroup, HttpError, isAzureError, listActivations } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { managementGroupScope, type Guid, type ManagementGroupReading } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { inOrder } from './in-order';
import { readIfAllowed } from './read-if-allowed';

/** A management group as read. */
export interface ManagementGroupRead {
  readonly reading: ManagementGroupReading;
  /** Why lists are missing that not every caller may read. */
  readonly warnings: readonly Diagnostic[];
}

/** Reads one management group: it, its role assignments, its custom roles and what ends by itself, in one list each. Never throws for what Azure answers. */
export async function readManagementGroup(
  connections: Connections,
  managementGroup: string,
): Promise<ManagementGroupRead> {
  try {
    const { tenantId } = await getManagementGroup(connections.arm, managementGroup);
    if (tenantId !== connections.customerTenant) {
      return unread(managementGroup, wrongTenant(managementGroup, connections.customerTenant, tenantId));
    }
    const optional = readOptional(connections, managementGroup);
    // Also when the list fails, the others are waited for: nothing is left under way.
    const assignments = await connections.assignments.read
      .listAtManagementGroup(managementGroup)
      .finally(() => optional);
    const { warnings, ...lists } = await optional;
    return {
      reading: { status: 'read', managementGroup, assignments: inOrder(assignments), ...lists },
      warnings,
    };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const isHidden = error instanceof HttpError && (error.status === 403 || error.status === 404);
    return unread(
      managementGroup,
      azureDiagnostic(error, {
        what: `Management group ${managementGroup} could not be read`,
        code: 'scope_unread',
        hint: isHidden
          ? 'Check the name, and that the identity that reads has Reader on the management group. Being Owner of the subscriptions below is not enough.'
          : undefined,
      }),
    );
  }
}

/** The lists that a caller may lack the right to. Only what could be read has a key. */
async function readOptional({ arm, customerTenant, roleDefinitions }: Connections, managementGroup: string) {
  const scope = managementGroupScope(managementGroup);
  const [roles, activations] = await Promise.all([
    readIfAllowed(
      roleDefinitions.read.listCustom(scope),
      'role_names_unread',
      `The custom roles of management group ${managementGroup}`,
    ),
    readIfAllowed(
      listActivations(arm, customerTenant, scope),
      'activations_unread',
      `What was activated at management group ${managementGroup}`,
    ),
  ]);
  return {
    ...(roles.value && { roleDefinitions: inOrder(roles.value) }),
    ...(activations.value && {
      activations: activations.value.activated.toSorted(),
      scheduled: activations.value.scheduled.toSorted(),
    }),
    warnings: [...roles.warnings, ...activations.warnings],
  };
}

function unread(managementGroup: string, why: Diagnostic): ManagementGroupRead {
  return { reading: { status: 'unread', managementGroup, diagnostic: why }, warnings: [] };
}

/** Names are unique within a tenant only: the one of the customer and one of the partner may be called the same. */
function wrongTenant(managementGroup: string, customerTenant: Guid, actual: Guid): Diagnostic {
  return diagnostic('wrong_tenant', {
    detail: `Management group ${managementGroup} is declared in tenant ${customerTenant}, and Azure says that it belongs to tenant ${actual}.`,
    hint: 'Check `tenant`, `managementGroups` and `reads` in the file of the customer.',
  });
}
