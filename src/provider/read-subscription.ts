import {
  challengedTenant,
  getSubscription,
  HttpError,
  isAzureError,
  listCustomRoles,
  type AzureError,
  type CustomRole,
} from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { byText, type ExistingRoleAssignment, type Guid, type SubscriptionReading } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';

/** A subscription as read, with what is only good for display. */
export interface SubscriptionRead {
  readonly reading: SubscriptionReading;
  readonly customRoles: readonly CustomRole[];
  /** Why names are missing, if they are. */
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
    const names = readCustomRoles(connections, subscriptionId);
    // Also when the list fails, the names are waited for: nothing is left under way.
    const assignments = await connections.assignments.read.list(subscriptionId).finally(() => names);
    return {
      reading: { status: 'read', subscriptionId, assignments: inOrder(assignments) },
      ...(await names),
    };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    return unread(subscriptionId, whyUnread(error, subscriptionId, connections.customerTenant));
  }
}

function unread(subscriptionId: Guid, why: Diagnostic): SubscriptionRead {
  return { reading: { status: 'unread', subscriptionId, diagnostic: why }, customRoles: [], warnings: [] };
}

/** Each id once, sorted. Azure repeats an entry when the list changes while its pages are read. */
function inOrder(assignments: readonly ExistingRoleAssignment[]): readonly ExistingRoleAssignment[] {
  const byId = new Map(assignments.map((assignment) => [assignment.id.toLowerCase(), assignment]));
  return [...byId.values()].sort(byText(({ id }) => id.toLowerCase()));
}

async function readCustomRoles(
  connections: Connections,
  subscriptionId: Guid,
): Promise<Pick<SubscriptionRead, 'customRoles' | 'warnings'>> {
  try {
    return { customRoles: await listCustomRoles(connections.arm, subscriptionId), warnings: [] };
  } catch (error) {
    if (!isAzureError(error)) throw error;
    const what = `The custom roles of subscription ${subscriptionId} could not be read`;
    const { detail } = azureDiagnostic(error, { what });
    return { customRoles: [], warnings: [diagnostic('role_names_unread', { detail })] };
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
