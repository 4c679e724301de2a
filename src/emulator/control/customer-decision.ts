import type { Context } from '../context';
import { millisecondsOf } from '../delegated-admin/duration';
import { carryOut } from '../delegated-admin/relationship-requests';
import {
  approvedFrom,
  provisioningStep,
  statusOf,
  terminatedFrom,
  timestamp,
} from '../delegated-admin/relationship-status';
import { objectDeleted, objectWritten } from '../world/change';
import { findTenant, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import type { DelegatedAdminRelationship } from '../world/delegated-admin';

/**
 * What a customer's Global Administrator does in the admin centre about a relationship of a partner, for which Azure has
 * no public call: `{"relationship", "action": "approve" | "reject" | "terminate", "customer"?, "by"?}`. The customer's
 * tenant must be named when the relationship names none; `by` is a user principal name.
 *
 * @throws Error saying why it cannot be done
 */
export function decideOnRelationship(context: Context, body: Readonly<Record<string, unknown>>): object {
  const { partner, relationship } = findRelationship(context, body['relationship']);
  const customer = customerOf(context, relationship, body['customer']);
  requireGlobalAdministrator(customer, body['by']);
  const now = context.now();
  const status = statusOf(relationship, now);
  const where = { context, home: partner };
  const { action } = body;
  if (action === 'approve' && status === 'approvalPending') {
    const activatedOn = now.getTime() + 2 * provisioningStep;
    carryOut(where, relationship, action, approvedFrom(now), {
      customer: { tenantId: customer.tenant.id, displayName: customer.tenant.displayName },
      endDateTime: timestamp(activatedOn + (millisecondsOf(relationship.duration) ?? 0)),
    });
  } else if (action === 'reject' && status === 'approvalPending') {
    // Which status Azure gives a rejected one is not documented.
    carryOut(where, relationship, action, [{ status: 'terminated', at: timestamp(now.getTime()) }]);
  } else if (action === 'terminate' && status === 'active') {
    carryOut(where, relationship, action, terminatedFrom(now));
  } else {
    throw new Error(
      `action must be approve or reject on a relationship that is approvalPending, or terminate on one that is ` +
        `active; this one is ${status}.`,
    );
  }
  return { id: relationship.id, status: statusAfter(partner, relationship.id, now) };
}

/**
 * What a customer does with a partner's invitation to be its reseller, or later:
 * `{"partner", "customer", "action": "accept" | "remove", "by"?}`, each tenant by its id or one of its domains.
 */
export function decideOnReseller(context: Context, body: Readonly<Record<string, unknown>>): object {
  const [partner, customer] = [tenantNamed(context, body['partner']), tenantNamed(context, body['customer'])];
  requireGlobalAdministrator(customer, body['by']);
  const { id } = partner.tenant;
  if (partner === customer) throw new Error('A tenant is no reseller of its own.');
  const isReseller = customer.objects.resellers.has(idKey(id));
  if (body['action'] === 'accept' && !isReseller) {
    context.ledger.record(objectWritten(customer, 'resellers', id));
  } else if (body['action'] === 'remove' && isReseller) {
    context.ledger.record(objectDeleted(customer, 'resellers', id));
  } else {
    throw new Error(
      `action must be accept or remove, and ${partner.tenant.displayName} is ${isReseller ? 'a' : 'no'} reseller of ` +
        `${customer.tenant.displayName}.`,
    );
  }
  return { customer: customer.tenant.id, resellers: [...customer.objects.resellers.values()] };
}

function findRelationship(context: Context, id: unknown) {
  for (const partner of context.ledger.cloud.tenants.values()) {
    const relationship = partner.objects.delegatedAdminRelationships.get(idKey(String(id)));
    if (relationship) return { partner, relationship };
  }
  throw new Error(`The emulator has no relationship ${String(id)}.`);
}

/** A relationship that names its customer cannot be accepted by another. */
function customerOf(context: Context, { customer }: DelegatedAdminRelationship, named: unknown): TenantState {
  const found = tenantNamed(context, named ?? customer?.tenantId);
  if (customer && idKey(customer.tenantId) !== idKey(found.tenant.id)) {
    throw new Error(`The relationship is meant for ${customer.displayName ?? customer.tenantId}.`);
  }
  return found;
}

/** @param name its id or one of its domains */
export function tenantNamed(context: Context, name: unknown): TenantState {
  const found = typeof name === 'string' ? findTenant(context.ledger.cloud, name) : undefined;
  if (!found) throw new Error(`The emulator has no tenant ${String(name)}.`);
  return found;
}

function requireGlobalAdministrator({ tenant }: TenantState, by: unknown): void {
  const administrators = (tenant.users ?? []).filter(({ id }) =>
    tenant.globalAdministrators?.some((administrator) => idKey(administrator) === idKey(id)),
  );
  const named = typeof by === 'string' ? by : administrators[0]?.userPrincipalName;
  if (named === undefined) throw new Error(`${tenant.displayName} has no user who is Global Administrator.`);
  if (administrators.some(({ userPrincipalName }) => idKey(userPrincipalName) === idKey(named))) return;
  throw new Error(`${named} is not Global Administrator of ${tenant.displayName}.`);
}

function statusAfter(partner: TenantState, id: string, now: Date): string | undefined {
  const found = partner.objects.delegatedAdminRelationships.get(idKey(id));
  return found && statusOf(found, now);
}
