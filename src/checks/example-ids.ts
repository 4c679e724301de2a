import { diagnostic, type Diagnostic } from '../diagnostics';
import { isExampleGuid, type Cloud, type Guid } from '../model';

/** The ids by which a declaration could be the example's. */
interface Identity {
  readonly customer: string;
  readonly tenantId: Guid;
  readonly partner: { readonly tenantId: Guid; readonly owner: Guid; readonly adminAgents: Guid };
  readonly subscriptions: readonly { readonly alias: string; readonly subscriptionId: Guid }[];
}

/** Refuses the example's ids and owner on a real cloud. Needs no network, so it runs before anything else. */
export function findExampleIds(identity: Identity, cloud: Cloud): Diagnostic[] {
  if (cloud === 'emulator') return [];
  const { customer, tenantId, partner, subscriptions } = identity;
  const ids: [string, Guid][] = [
    ['tenant of the customer', tenantId],
    ['tenant of the partner', partner.tenantId],
    ['owner', partner.owner],
    ['AdminAgents group', partner.adminAgents],
    ...subscriptions.map(({ alias, subscriptionId }): [string, Guid] => [
      `subscription "${alias}"`,
      subscriptionId,
    ]),
  ];
  const found = ids.filter(([, id]) => isExampleGuid(id)).map(([what, id]) => `${what}: ${id}`);
  if (found.length === 0) return [];
  return [
    diagnostic('example_on_real_cloud', {
      customer,
      detail: `The cloud is ${cloud}, and these are ids of the example fleet:\n${found.join('\n')}`,
      hint: 'Use the ids of your own tenants; `tilldela init` in an empty folder makes an owner of your own.',
    }),
  ];
}
