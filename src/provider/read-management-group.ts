import { getManagementGroup, HttpError, isAzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { Guid, ManagementGroupReading } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { inOrder } from './in-order';

/** Reads one management group: it, and its role assignments in one list. Never throws for what Azure answers. */
export async function readManagementGroup(
  connections: Connections,
  managementGroup: string,
): Promise<ManagementGroupReading> {
  try {
    const { tenantId } = await getManagementGroup(connections.arm, managementGroup);
    if (tenantId !== connections.customerTenant) {
      return unread(managementGroup, wrongTenant(managementGroup, connections.customerTenant, tenantId));
    }
    const assignments = await connections.assignments.read.listAtManagementGroup(managementGroup);
    return { status: 'read', managementGroup, assignments: inOrder(assignments) };
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

function unread(managementGroup: string, why: Diagnostic): ManagementGroupReading {
  return { status: 'unread', managementGroup, diagnostic: why };
}

/** Names are unique within a tenant only: the one of the customer and one of the partner may be called the same. */
function wrongTenant(managementGroup: string, customerTenant: Guid, actual: Guid): Diagnostic {
  return diagnostic('wrong_tenant', {
    detail: `Management group ${managementGroup} is declared in tenant ${customerTenant}, and Azure says that it belongs to tenant ${actual}.`,
    hint: 'Check `tenant`, `managementGroups` and `reads` in the file of the customer.',
  });
}
