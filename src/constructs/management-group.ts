import type { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { managementGroupScope } from '../model';
import { AzureScope } from './azure-scope';
import type { Ledger } from './ledger';
import { checkName } from './names';
import { reporterFor } from './report';

/**
 * A management group of the customer: what is granted here holds in all subscriptions below it. Made by `CustomerStack`
 * and found in its `managementGroups` under its alias.
 */
export class ManagementGroup extends AzureScope {
  /** @internal */
  constructor(
    stack: Construct,
    alias: string,
    /** Its name in Azure; absent where it is declared wrongly. */
    readonly managementGroupName: string | undefined,
    ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    const scope = managementGroupName === undefined ? undefined : managementGroupScope(managementGroupName);
    super(stack, alias, { alias, scope }, ledger);
    checkName(this, alias, reporterFor(this, source));
  }
}
