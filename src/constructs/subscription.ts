import type { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { subscriptionScope, type Guid } from '../model';
import { AzureScope } from './azure-scope';
import { Delegation } from './delegation';
import type { DelegationProps } from './delegation-props';
import type { Ledger } from './ledger';
import { checkName } from './names';
import { reporterFor } from './report';
import { findOrMakeResource, type Resource } from './resource';
import { ResourceGroup } from './resource-group';
import { lastName, parseResourceId } from './resource-scope';
import { userPosition } from './user-position';

/** A subscription of the customer. Made by `CustomerStack` and found in its `subscriptions` under its alias. */
export class Subscription extends AzureScope {
  /** @internal */
  constructor(
    stack: Construct,
    alias: string,
    readonly subscriptionId: Guid | undefined,
    ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    super(stack, alias, { alias, scope: subscriptionId && subscriptionScope(subscriptionId) }, ledger);
    checkName(this, alias, reporterFor(this, source));
  }

  /**
   * A resource group of this subscription, by name. It need not exist when the stack is synthesized. The same name gives
   * the same construct again.
   *
   * `id` names it in addresses. Default: its name, which must then have no characters but letters, digits, `_` and `-`,
   * and begin with a letter or `_`.
   */
  resourceGroup(name: string, { id = name }: { readonly id?: string } = {}): ResourceGroup {
    const existing = this.node.tryFindChild(id);
    if (existing instanceof ResourceGroup && existing.hasName(name)) return existing;
    const source = userPosition(this);
    return new ResourceGroup(this, id, name, this.target.alias, this.subscriptionId, this.ledger, source);
  }

  /**
   * Gives people of the partner's tenant roles in this subscription over Azure Lighthouse:
   *
   *     production.delegate('monitoring', {
   *       offerName: 'Monitoring by Northstar',
   *       authorizations: [{ to: msp.helpdeskAgents, role: 'Reader' }],
   *     });
   *
   * Somebody of the customer's own tenant must make it: over Lighthouse itself it can only be removed.
   */
  delegate(id: string, props: DelegationProps): Delegation {
    return new Delegation(this, id, props, this.target, this.ledger, userPosition(this));
  }

  /**
   * A resource of this subscription by its whole Azure id, also one in no resource group. `id` names it in addresses.
   * Default: the last part of the resource id.
   */
  resource(resourceId: string, { id = lastName(resourceId) }: { readonly id?: string } = {}): Resource {
    return findOrMakeResource(
      { parent: this, id, alias: this.target.alias, ledger: this.ledger, source: userPosition(this) },
      parseResourceId(this.subscriptionId, resourceId),
    );
  }
}
