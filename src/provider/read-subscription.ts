import { challengedTenant, getSubscription, HttpError, isAzureError, type AzureError } from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import type { ExistingRoleDefinition, Guid, SubscriptionReading } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { inOrder } from './in-order';

/** A subscription as read. */
export interface SubscriptionRead {
  readonly reading: SubscriptionReading;
  /** Why custom roles are missing, if they are. */
  readonly warnings: readonly Diagnostic[];
}

/** Reads one subscription: it, its role assignments in one list, its custom roles. Never throws for what Azure answers. */
export async function readSubscription(
  connections: Connections,
  subscriptionId: Guid,
): Promise<SubscriptionRead> {
  try {
    const { tenantId } = await getSubscription(connections.arm, subscriptionId);
    if (tenantId !== connections.customerTenant) {
      return unread(
        subscriptionId,
        wrongTenant(subscriptionId, connections.customerTenant, `tenant ${tenantId}`),
      );
    }
    const roles = readCustomRoles(connections, subscriptionId);
    // Also when the list fails, the roles are waited for: nothing is left under way.
    const assignments = await connections.assignments.read.list(subscriptionId).finally(() => roles);
    const { roleDefinitions, warnings } = await roles;
    return {
      reading: {
        status: 'read',
        subscriptionId,
        assignments: inOrder(assignments),
        ...(roleDefinitions && { roleDefinitions: inOrder(roleDefinitions) }),
      },
      warnings,
    };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    return unread(subscriptionId, whyUnread(error, subscriptionId, connections.customerTenant));
  }
}

function unread(subscriptionId: Guid, why: Diagnostic): SubscriptionRead {
  return { reading: { status: 'unread', subscriptionId, diagnostic: why }, warnings: [] };
}

interface CustomRoles {
  /** Absent where they could not be read. */
  readonly roleDefinitions?: readonly ExistingRoleDefinition[];
  readonly warnings: readonly Diagnostic[];
}

async function readCustomRoles(connections: Connections, subscriptionId: Guid): Promise<CustomRoles> {
  try {
    const roleDefinitions = await connections.roleDefinitions.read.listCustom(subscriptionId);
    return { roleDefinitions, warnings: [] };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const what = `The custom roles of subscription ${subscriptionId} could not be read`;
    const { detail } = azureDiagnostic(error, { what });
    return { warnings: [diagnostic('role_names_unread', { detail })] };
  }
}

function whyUnread(error: AzureError, subscriptionId: Guid, customerTenant: Guid): Diagnostic {
  if (error instanceof HttpError && error.code === 'InvalidAuthenticationTokenTenant') {
    const actual = challengedTenant(error);
    return wrongTenant(subscriptionId, customerTenant, actual ? `tenant ${actual}` : 'another tenant');
  }
  const isHidden =
    error instanceof HttpError && (error.status === 403 || error.code === 'SubscriptionNotFound');
  return azureDiagnostic(error, {
    what: `Subscription ${subscriptionId} could not be read`,
    code: 'scope_unread',
    hint: isHidden
      ? 'Check the id, and that the identity that reads has Reader on the subscription through the channel in `reads`.'
      : undefined,
  });
}

function wrongTenant(subscriptionId: Guid, customerTenant: Guid, actual: string): Diagnostic {
  return diagnostic('wrong_tenant', {
    detail: `Subscription ${subscriptionId} is declared in tenant ${customerTenant}, and Azure says that it belongs to ${actual}.`,
    hint: 'Check `tenant` and `subscriptions` in the file of the customer.',
  });
}
