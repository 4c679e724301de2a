import type { ChannelKind, Guid } from '../model';

/** A way into a customer's Azure, as a stack names it in `reads` and `writes`. */
export interface Channel {
  readonly kind: ChannelKind;
}

/**
 * Admin on behalf of: the partner's AdminAgents group is Owner of the subscription as a foreign principal.
 * A person of the partner signs in to the customer's tenant, with MFA.
 */
export function aobo(): Channel {
  return { kind: 'aobo' };
}

/** Azure Lighthouse: the subscription is projected into the partner's tenant. Good for reading. */
export function lighthouse(): Channel {
  return { kind: 'lighthouse' };
}

/** An identity that lives in the customer's tenant: workload identity, guest or user. */
export function inTenant(): Channel {
  return { kind: 'in-tenant' };
}

/** The tenant that must issue the token for this channel. */
export function tokenTenant(channel: ChannelKind, tenants: { partner: Guid; customer: Guid }): Guid {
  switch (channel) {
    case 'lighthouse':
      return tenants.partner;
    case 'aobo':
    case 'in-tenant':
      return tenants.customer;
  }
}
