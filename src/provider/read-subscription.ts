import {
  challengedTenant,
  getSubscription,
  HttpError,
  isAzureError,
  listActivations,
  listDelegations,
  type AzureError,
} from '../azure';
import { diagnostic, type Diagnostic } from '../diagnostics';
import { subscriptionScope, type Guid, type SubscriptionReading } from '../model';
import { azureDiagnostic } from './azure-diagnostic';
import type { Connections } from './connections';
import { inOrder } from './in-order';
import { readIfAllowed } from './read-if-allowed';

/** A subscription as read. */
export interface SubscriptionRead {
  readonly reading: SubscriptionReading;
  /** Why lists are missing that not every caller may read. */
  readonly warnings: readonly Diagnostic[];
}

/** Reads one subscription: it, its role assignments, and what else tells of access, in one list each. Never throws for what Azure answers. */
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
    const optional = readOptional(connections, subscriptionId);
    // Also when the list fails, the others are waited for: nothing is left under way.
    const assignments = await connections.assignments.read.list(subscriptionId).finally(() => optional);
    const { warnings, ...lists } = await optional;
    return {
      reading: { status: 'read', subscriptionId, assignments: inOrder(assignments), ...lists },
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

/** The lists that a caller may lack the right to. Only what could be read has a key. */
async function readOptional({ arm, customerTenant, roleDefinitions }: Connections, subscriptionId: Guid) {
  const subscription = `subscription ${subscriptionId}`;
  const [roles, activations, delegations] = await Promise.all([
    readIfAllowed(
      roleDefinitions.read.listCustom(subscriptionScope(subscriptionId)),
      'role_names_unread',
      `The custom roles of ${subscription}`,
    ),
    readIfAllowed(
      listActivations(arm, customerTenant, subscriptionScope(subscriptionId)),
      'activations_unread',
      `What was activated in ${subscription}`,
    ),
    readIfAllowed(
      listDelegations(arm, subscriptionId),
      'delegations_unread',
      `What is delegated in ${subscription}`,
    ),
  ]);
  return {
    ...(roles.value && { roleDefinitions: inOrder(roles.value) }),
    ...(activations.value && {
      activations: activations.value.activated.toSorted(),
      scheduled: activations.value.scheduled.toSorted(),
    }),
    ...(delegations.value && { delegations: inOrder(delegations.value) }),
    warnings: [roles, activations, delegations].flatMap((list) => list.warnings),
  };
}

function whyUnread(error: AzureError, subscriptionId: Guid, customerTenant: Guid): Diagnostic {
  if (error instanceof HttpError && error.code === 'InvalidAuthenticationTokenTenant') {
    const actual = challengedTenant(error);
    if (actual === customerTenant) return notDelegated(subscriptionId, error);
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

/** A token of another tenant, and the right one was asked for: it is the partner's, to which nothing is projected. */
function notDelegated(subscriptionId: Guid, error: AzureError): Diagnostic {
  return azureDiagnostic(error, {
    what: `Subscription ${subscriptionId} is not delegated to your tenant over Azure Lighthouse, which \`reads\` says`,
    code: 'scope_unread',
    hint: 'Have an Owner of the customer deploy the delegation, or read over another channel.',
  });
}

function wrongTenant(subscriptionId: Guid, customerTenant: Guid, actual: string): Diagnostic {
  return diagnostic('wrong_tenant', {
    detail: `Subscription ${subscriptionId} is declared in tenant ${customerTenant}, and Azure says that it belongs to ${actual}.`,
    hint: 'Check `tenant` and `subscriptions` in the file of the customer. If the subscription was moved, its role assignments were deleted on the way: take it out of this file, `tilldela forget CUSTOMER/ALIAS`, and declare it under the customer of the other tenant.',
  });
}
