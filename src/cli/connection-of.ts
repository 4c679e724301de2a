import type { ConnectionOptions } from '../provider';
import type { SynthesizedCustomer } from './synthesis';
import type { Target } from './target';

/** Into which tenant, by which ways, and as whom a customer is reached. */
export function connectionOf(
  { draft }: SynthesizedCustomer,
  { environment, secret, login }: Target,
): ConnectionOptions {
  const { customer, partner, reads, writes } = draft.declaration;
  return {
    environment,
    partnerTenant: partner.tenant,
    customerTenant: customer.tenant,
    reads,
    writes,
    ...(secret && { secret }),
    ...(login && { login }),
  };
}
