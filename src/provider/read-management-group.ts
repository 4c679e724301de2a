import { getManagementGroup, HttpError, isAzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { managementGroupScope, type Guid, type ManagementGroupReading } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { inOrder } from './in-order';
import { readIfAllowed } from './read-if-allowed';

/** A management group as read. */
export interface ManagementGroupRead {
  readonly reading: ManagementGroupReading;
  /** Why its custom roles are missing, which not every caller may read. */
  readonly warnings: readonly Diagnostic[];
}

/** Reads one management group: it, its role assignments and its custom roles, in one list each. Never throws for what Azure answers. */
export async function readManagementGroup(
  connections: Connections,
  managementGroup: string,
): Promise<ManagementGroupRead> {
  try {
    const { tenantId } = await getManagementGroup(connections.arm, managementGroup);
    if (tenantId !== connections.customerTenant) {
      return unread(managementGroup, wrongTenant(managementGroup, connections.customerTenant, tenantId));
    }
    const optional = readIfAllowed(
      connections.roleDefinitions.read.listCustom(managementGroupScope(managementGroup)),
      'role_names_unread',
      `The custom roles of management group ${managementGroup}`,
    );
    // Also when the list fails, the other is waited for: nothing is left under way.
    const assignments = await connections.assignments.read
      .listAtManagementGroup(managementGroup)
      .finally(() => optional);
    const { value: roles, warnings } = await optional;
    return {
      reading: {
        status: 'read',
        managementGroup,
        assignments: inOrder(assignments),
        ...(roles && { roleDefinitions: inOrder(roles) }),
      },
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
