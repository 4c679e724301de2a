import type { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { isResourceGroupName, resourceGroupScope, type Guid } from '../model';
import { AzureScope } from './azure-scope';
import { Delegation } from './delegation';
import type { DelegationProps } from './delegation-props';
import type { Ledger } from './ledger';
import { checkName, suggestedId } from './names';
import { reporterFor } from './report';
import { findOrMakeResource, type Resource } from './resource';
import { lastName, parseResourceName } from './resource-scope';
import { userPosition } from './user-position';

/** A resource group. Made by `subscription.resourceGroup(...)`. */
export class ResourceGroup extends AzureScope {
  /** @internal */
  constructor(
    subscription: Construct,
    id: string,
    readonly resourceGroupName: string,
    alias: string,
    subscriptionId: Guid | undefined,
    ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    const isLegal = isResourceGroupName(resourceGroupName);
    const scope =
      isLegal && subscriptionId ? resourceGroupScope(subscriptionId, resourceGroupName) : undefined;
    super(subscription, id, { alias, scope }, ledger);
    const report = reporterFor(this, source);
    if (!isLegal) report('malformed_scope', `"${resourceGroupName}" is no legal name of a resource group.`);
    else
      checkName(
        this,
        id,
        report,
        `resourceGroup('${resourceGroupName}', { id: '${suggestedId(resourceGroupName, 'rg')}' })`,
      );
  }

  /**
   * A resource in this group, by type and name. It need not exist when the stack is synthesized. For a nested resource
   * type and name have equally many parts, as in templates: `resource('Microsoft.Sql/servers/databases', 'sql1/orders')`.
   *
   * `id` names it in addresses. Default: the last part of its name.
   */
  resource(type: string, name: string, { id = lastName(name) }: { readonly id?: string } = {}): Resource {
    const { alias, scope } = this.target;
    return findOrMakeResource(
      { parent: this, id, alias, ledger: this.ledger, source: userPosition(this) },
      parseResourceName(scope, type, name),
    );
  }

  /**
   * Gives people of the partner's tenant roles in this resource group over Azure Lighthouse:
   *
   *     sandbox.resourceGroup('rg-lab').delegate('monitoring', {
   *       offerName: 'Monitoring by Northstar',
   *       authorizations: [{ to: msp.helpdeskAgents, role: 'Reader' }],
   *     });
   *
   * Somebody of the customer's own tenant must make it: over Lighthouse itself it can only be removed.
   */
  delegate(id: string, props: DelegationProps): Delegation {
    return new Delegation(this, id, props, this.target, this.ledger, userPosition(this));
  }

  /** True for the name of this resource group; letter case does not count in Azure. */
  hasName(name: string): boolean {
    return this.resourceGroupName.toLowerCase() === name.toLowerCase();
  }
}
