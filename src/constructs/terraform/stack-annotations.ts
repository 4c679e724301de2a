import {
  lookupName,
  type DeclaredRelationship,
  type Guid,
  type PartnerIdentity,
  type PrincipalReference,
} from '../../model';
import type { SourcePosition } from '../../diagnostics';
import type { AcceptPolicy, IgnorePolicy } from '../check-policies';
import type { CustomerStackProps } from '../customer-stack-props';
import type { ExceptionRecord, GrantRecord, Ledger, ResourceRecord } from '../ledger';

/** Changes when a reader of the older form would misunderstand the newer. */
const formatVersion = '1';

/** A stack of which nothing is declared wrongly, as far as Terraform has no word for it. */
export interface AnnotatedStack {
  readonly customer: string;
  readonly tenantId: Guid;
  readonly cloud: string;
  readonly partner: PartnerIdentity;
  readonly subscriptions: ReadonlyMap<string, Guid | undefined>;
  readonly managementGroups: ReadonlyMap<string, string | undefined>;
  readonly relationship: DeclaredRelationship | undefined;
  readonly ignore: readonly IgnorePolicy[];
  readonly accept: readonly AcceptPolicy[];
  readonly ledger: Ledger;
  readonly props: Pick<CustomerStackProps, 'domain' | 'ownership' | 'reads' | 'writes'>;
}

/**
 * What stands under `"//".tilldela`. Terraform takes `//` for a comment and evaluates nothing in it, so texts are written
 * as they were declared. Values that are undefined do not appear.
 */
export function stackAnnotations(stack: AnnotatedStack): Readonly<Record<string, unknown>> {
  const { tenantId, owner, previousOwners, otherOwners, adminAgents, helpdeskAgents } = stack.partner;
  const { domain, ownership = 'owned-only', reads, writes } = stack.props;
  return {
    formatVersion,
    customer: { id: stack.customer, tenant: stack.tenantId, domain },
    partner: { tenant: tenantId, owner, previousOwners, otherOwners, adminAgents, helpdeskAgents },
    cloud: stack.cloud,
    ...(typeof ownership === 'string' ? { ownership } : { ownership: 'owned-only', ownershipAt: ownership }),
    reads: reads.kind,
    writes: writes.kind,
    subscriptions: Object.fromEntries(stack.subscriptions),
    ...(stack.managementGroups.size > 0 && {
      managementGroups: Object.fromEntries(stack.managementGroups),
    }),
    ...(stack.relationship && { relationship: stack.relationship }),
    grants: Object.fromEntries(stack.ledger.grants.map((grant) => [grant.address, grantAnnotation(grant)])),
    ...(stack.ledger.resources.length > 0 && {
      resources: Object.fromEntries(
        stack.ledger.resources.map((resource) => [resource.address, resourceAnnotation(resource)]),
      ),
    }),
    ignore: stack.ignore.map(({ principal, ...rest }) => ({
      ...rest,
      principal: principal && principalAnnotation(principal),
    })),
    accept: stack.accept.map(({ principal, ...rest }) => ({
      ...rest,
      principal: principalAnnotation(principal),
    })),
    exceptions: stack.ledger.exceptions.map(exceptionAnnotation),
  };
}

function grantAnnotation({ path, source, because, until }: GrantRecord) {
  return { path, source: sourceText(source), because, until };
}

function resourceAnnotation({ source, ...resource }: ResourceRecord) {
  const { path, because, until, revoked, principalType } = resource;
  return { path, source: sourceText(source), because, until, ...(revoked && { revoked }), principalType };
}

function exceptionAnnotation({ path, because, review, source }: ExceptionRecord) {
  return { path, because, review, source: sourceText(source) };
}

function principalAnnotation(principal: PrincipalReference) {
  if ('objectId' in principal) return principal;
  const { type, lookup } = principal;
  if ('clientId' in lookup) return { type, clientId: lookup.clientId };
  if ('mail' in lookup) return { type, mail: lookup.mail };
  return lookup.type === 'User'
    ? { type, userPrincipalName: lookupName(lookup) }
    : { type, displayName: lookupName(lookup) };
}

function sourceText(source: SourcePosition | undefined): string | undefined {
  return source && `${source.file}:${source.line}`;
}
