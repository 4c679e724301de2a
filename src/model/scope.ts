import { parseGuid, type Branded, type Guid } from './guid';

/** An Azure scope id without trailing slash, in the letter case it was given: compare with `scopeKey`. */
export type Scope = Branded<'Scope'>;

export type ParsedScope =
  | { readonly kind: 'root' }
  | { readonly kind: 'management-group'; readonly managementGroup: string }
  | { readonly kind: 'subscription'; readonly subscriptionId: Guid }
  | { readonly kind: 'resource-group'; readonly subscriptionId: Guid; readonly resourceGroup: string }
  /** Some resources lie in a subscription and in no resource group. */
  | { readonly kind: 'resource'; readonly subscriptionId: Guid; readonly resourceGroup?: string };

const managementGroupPattern = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/i;
const subscriptionPattern =
  /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?(\/providers\/[^/]+(?:\/[^/]+\/[^/]+)+)?$/i;

/** The kind and parts of a scope id, or undefined where the text is no scope. */
export function describeScope(text: string): ParsedScope | undefined {
  if (text === '/') return { kind: 'root' };
  const managementGroup = managementGroupPattern.exec(text)?.[1];
  if (managementGroup) return { kind: 'management-group', managementGroup };
  const [, subscription, resourceGroup, resource] = subscriptionPattern.exec(text) ?? [];
  const subscriptionId = subscription && parseGuid(subscription);
  if (!subscriptionId) return undefined;
  if (resource) return { kind: 'resource', subscriptionId, ...(resourceGroup && { resourceGroup }) };
  return resourceGroup
    ? { kind: 'resource-group', subscriptionId, resourceGroup }
    : { kind: 'subscription', subscriptionId };
}

/** Slashes at the end and doubled ones mean nothing to Azure, and are left out. */
export function parseScope(text: string): Scope | undefined {
  const plain = text === '/' ? text : withPlainSlashes(text);
  return describeScope(plain) ? (plain as Scope) : undefined;
}

/** An ARM id without doubled slashes and without any at its end. */
export function withPlainSlashes(id: string): string {
  return id.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

export function subscriptionScope(subscriptionId: Guid): Scope {
  return `/subscriptions/${subscriptionId}` as Scope;
}

/** `name` must be legal; `isManagementGroupName` tells. */
export function managementGroupScope(name: string): Scope {
  return `/providers/Microsoft.Management/managementGroups/${name}` as Scope;
}

/** Azure's rule: 1 to 90 letters, digits, `_ - . ( )`, beginning with a letter or digit and not ending in a dot. */
export function isManagementGroupName(text: string): boolean {
  return /^[A-Za-z0-9][-\w.()]{0,89}$/.test(text) && !text.endsWith('.');
}

/** `resourceGroup` must be a legal name; `isResourceGroupName` tells. */
export function resourceGroupScope(subscriptionId: Guid, resourceGroup: string): Scope {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` as Scope;
}

/** Azure's rule: 1 to 90 letters, digits, `_ - . ( )`, not ending in a dot. */
export function isResourceGroupName(text: string): boolean {
  return /^[-\w._()\p{L}\p{N}]{1,90}$/u.test(text) && !text.endsWith('.');
}

/** The subscription that holds the scope; undefined for root and management groups. */
export function subscriptionOf(scope: Scope): Guid | undefined {
  const parsed = describeScope(scope);
  return parsed && 'subscriptionId' in parsed ? parsed.subscriptionId : undefined;
}

/** Text that is equal for scopes that Azure takes for the same: letter case does not count. */
export function scopeKey(scope: Scope): string {
  return scope.toLowerCase();
}

/** True when `inner` is `outer` or lies below it. Management groups know nothing of what is below them. */
export function isAtOrBelow(inner: Scope, outer: Scope): boolean {
  const [innerKey, outerKey] = [scopeKey(inner), scopeKey(outer)];
  if (outerKey === '/') return true;
  return innerKey === outerKey || innerKey.startsWith(`${outerKey}/`);
}
