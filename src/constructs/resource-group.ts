import type { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { isResourceGroupName, resourceGroupScope } from '../model';
import { AzureScope } from './azure-scope';
import type { GrantTarget } from './grant';
import type { Ledger } from './ledger';
import { checkName, isName } from './names';
import { reporterFor } from './report';

/** A resource group. Made by `subscription.resourceGroup(...)`. */
export class ResourceGroup extends AzureScope {
  /** @internal */
  constructor(
    subscription: Construct,
    id: string,
    readonly resourceGroupName: string,
    { alias, subscriptionId }: GrantTarget,
    ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    const isLegal = isResourceGroupName(resourceGroupName);
    const scope =
      isLegal && subscriptionId ? resourceGroupScope(subscriptionId, resourceGroupName) : undefined;
    super(subscription, id, { alias, subscriptionId, scope }, ledger);
    const report = reporterFor(this, source);
    if (!isLegal) report('malformed_scope', `"${resourceGroupName}" is no legal name of a resource group.`);
    else
      checkName(
        this,
        id,
        report,
        `resourceGroup('${resourceGroupName}', { id: '${suggestedId(resourceGroupName)}' })`,
      );
  }

  /** True for the name of this resource group; letter case does not count in Azure. */
  hasName(name: string): boolean {
    return this.resourceGroupName.toLowerCase() === name.toLowerCase();
  }
}

/** An id for a resource group whose name cannot be one. */
function suggestedId(name: string): string {
  const id = name.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  return isName(id) ? id : `rg-${id}`;
}
