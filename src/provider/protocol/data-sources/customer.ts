import { subscriptionScope } from '../../../model';
import type { DataSource } from '../managed-resource';
import type { Schema } from '../schema';
import type { Session } from '../session';
import { inTime, timeLimit } from '../time-limits';
import { textAt, type Values } from '../values/value';

const elements = {
  id: 'Resource id, the scope of the subscription.',
  subscription_id: 'GUID of the subscription.',
  display_name: 'What its owner named it.',
} as const;

const schema: Schema = {
  version: 0,
  description: 'A customer: its tenant, and the subscriptions of it that the credentials can see.',
  attributes: {
    domain: {
      type: 'string',
      given: 'optional',
      description:
        'A domain of the customer, such as contoso.onmicrosoft.com. Default: the tenant of the provider.',
    },
    tenant_id: { type: 'string', given: 'computed', description: 'Tenant of the customer.' },
    subscriptions: {
      type: ['list', ['object', { id: 'string', subscription_id: 'string', display_name: 'string' }]],
      elements,
      given: 'computed',
      description: 'The subscriptions, sorted by id.',
    },
  },
};

/** `tilldela_customer`. */
export const customer: DataSource = { schema, validate: () => [], read };

function read(config: Values, session: Session) {
  return inTime({ limit: timeLimit(config, 'read'), stopped: session.stopped }, async () => {
    const connection = await session.connection();
    const { findSubscriptions, findTenantId } = await import('../../find-customer');
    const domain = textAt(config, 'domain');
    const customerTenant =
      domain === undefined ? connection.customerTenant : await findTenantId(connection.environment, domain);
    const found = await findSubscriptions({ ...connection, customerTenant });
    const subscriptions = found.map(({ subscriptionId, displayName }) => ({
      id: subscriptionScope(subscriptionId),
      subscription_id: subscriptionId,
      display_name: displayName,
    }));
    return { state: { ...config, tenant_id: customerTenant, subscriptions }, findings: [] };
  });
}
