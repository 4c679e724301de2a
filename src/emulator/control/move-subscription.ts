import type { Context } from '../context';
import { idKey } from '../world/cloud';
import { tenantNamed } from './customer-decision';

/**
 * What an owner of a subscription does in the portal ("Change directory"), for which Azure has no public call:
 * `{"subscription", "tenant"}`, the tenant by its id or one of its domains.
 *
 * @throws Error saying why it cannot be done
 */
export function moveSubscription(context: Context, body: Readonly<Record<string, unknown>>): object {
  const to = tenantNamed(context, body['tenant']);
  const id = String(body['subscription']);
  const found = context.ledger.cloud.subscriptions.get(idKey(id));
  if (!found) throw new Error(`The emulator has no subscription ${id}.`);
  const isDelegated = [...found.home.objects.registrationAssignments.values()].some(({ scope }) =>
    idKey(`${scope}/`).startsWith(idKey(`/subscriptions/${id}/`)),
  );
  if (isDelegated) throw new Error('The emulator does not move a subscription that is delegated.');
  const { id: tenant } = to.tenant;
  context.ledger.record({ kind: 'subscriptionMoved', tenant, subscription: found.subscription.id });
  return { subscription: found.subscription.id, tenant };
}
