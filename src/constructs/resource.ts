import type { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { scopeKey } from '../model';
import { AzureScope } from './azure-scope';
import type { Ledger } from './ledger';
import { checkName, suggestedId } from './names';
import { reporterFor } from './report';
import type { ParsedResource } from './resource-scope';

/** Where a resource is declared: in which construct, under which id, with which provider. */
interface ResourcePlace {
  readonly parent: Construct;
  readonly id: string;
  /** Alias of its subscription. */
  readonly alias: string;
  readonly ledger: Ledger;
  readonly source: SourcePosition | undefined;
}

/** A single resource. Made by `resourceGroup.resource(...)` and `subscription.resource(...)`. */
export class Resource extends AzureScope {
  /** @internal */
  constructor({ parent, id, alias, ledger, source }: ResourcePlace, resource: ParsedResource) {
    super(parent, id, { alias, scope: 'scope' in resource ? resource.scope : undefined }, ledger);
    const report = reporterFor(this, source);
    if ('problem' in resource) report('malformed_scope', resource.problem, resource.hint);
    else checkName(this, id, report, `Give it an id of its own: { id: '${suggestedId(id, 'res')}' }`);
  }

  /** True for this very resource; letter case does not count in Azure. */
  isSame(other: ParsedResource): boolean {
    const [own, scope] = [this.target.scope, 'scope' in other ? other.scope : undefined];
    return own !== undefined && scope !== undefined && scopeKey(own) === scopeKey(scope);
  }
}

/** The same resource gives the same construct again. */
export function findOrMakeResource(place: ResourcePlace, resource: ParsedResource): Resource {
  const existing = place.parent.node.tryFindChild(place.id);
  return existing instanceof Resource && existing.isSame(resource) ? existing : new Resource(place, resource);
}
