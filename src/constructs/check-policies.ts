import type { KnownRoles } from '../catalogue';
import {
  isResourceGroupName,
  origins,
  resourceGroupScope,
  subscriptionOf,
  type Guid,
  type Origin,
  type PrincipalReference,
  type Scope,
} from '../model';
import { checkChoice } from './check-choice';
import { checkDate, checkPrincipal } from './check-grant';
import { checkRole } from './check-role';
import type { AcceptProps, IgnoreProps } from './customer-stack-props';
import { checkTexts, isReason } from './declared-text';
import type { Report } from './report';

/** An ignore or accept entry as it stands in the synthesized file; principals may still be known by name only. */
export interface IgnorePolicy {
  readonly because: string;
  readonly origin?: Origin;
  readonly scope?: Scope;
  readonly principal?: PrincipalReference;
  readonly role?: Guid;
}

export interface AcceptPolicy {
  readonly scope: Scope;
  readonly principal: PrincipalReference;
  readonly role: Guid;
  readonly by: string;
  readonly because: string;
  readonly until: string;
}

/** Subscriptions and management groups by alias; undefined where one is declared wrongly. */
type ScopesByAlias = ReadonlyMap<string, Scope | undefined>;

/** Reports everything that is wrong in the entries; gives those in which nothing is. */
export function checkIgnores(
  entries: readonly IgnoreProps[],
  scopes: ScopesByAlias,
  roles: KnownRoles,
  report: Report,
): readonly IgnorePolicy[] {
  return entries.map((entry, index) => {
    const { because, origin, on, to, role: roleName } = entry;
    const reportEntry = within(`ignore entry ${index + 1}`, report);
    checkReason(because, reportEntry);
    if ([origin, on, to, roleName].every((criterion) => criterion === undefined))
      reportEntry('ignore_without_criteria', 'It has neither origin, on, to nor role.');
    if (origin !== undefined) checkChoice('origin', origin, origins, reportEntry);
    const scope = on === undefined ? undefined : checkScope(on, undefined, scopes, reportEntry);
    const principal = to && checkPrincipal(to, reportEntry);
    const role = roleName === undefined ? undefined : checkRole(roleName, roles, reportEntry)?.id;
    return {
      because,
      ...(origin && { origin }),
      ...(scope && { scope }),
      ...(principal && { principal }),
      ...(role && { role }),
    };
  });
}

export function checkAccepts(
  entries: readonly AcceptProps[],
  scopes: ScopesByAlias,
  roles: KnownRoles,
  report: Report,
): readonly AcceptPolicy[] {
  return entries.flatMap((entry, index) => {
    const { because, by } = entry;
    const reportEntry = within(`accept entry ${index + 1}`, report);
    checkReason(because, reportEntry);
    if (!isReason(by)) reportEntry('reason_missing', '`by` must say who accepts it.');
    checkTexts({ by }, reportEntry);
    const scope = checkScope(entry.on, entry.resourceGroup, scopes, reportEntry);
    const principal = checkPrincipal(entry.to, reportEntry);
    const role = checkRole(entry.role, roles, reportEntry)?.id;
    const until = checkDate('until', entry.until, reportEntry);
    return scope && principal && role && until ? [{ scope, principal, role, by, because, until }] : [];
  });
}

function within(place: string, report: Report): Report {
  return (code, detail, hint) => report(code, `In ${place}: ${detail}`, hint);
}

function checkReason(because: string, report: Report): void {
  if (!isReason(because)) report('reason_missing', '`because` must say why.');
  checkTexts({ because }, report);
}

function checkScope(
  alias: string,
  resourceGroup: string | undefined,
  scopes: ScopesByAlias,
  report: Report,
): Scope | undefined {
  if (!scopes.has(alias)) {
    return report(
      'unknown_alias',
      `"${alias}" is no alias.`,
      `The aliases are ${[...scopes.keys()].join(', ')}.`,
    );
  }
  if (resourceGroup !== undefined && !isResourceGroupName(resourceGroup)) {
    return report('malformed_scope', `"${resourceGroup}" is no legal name of a resource group.`);
  }
  const scope = scopes.get(alias);
  if (!scope || resourceGroup === undefined) return scope; // what is wrong is reported where it stands
  const subscriptionId = subscriptionOf(scope);
  return subscriptionId
    ? resourceGroupScope(subscriptionId, resourceGroup)
    : report('malformed_scope', `"${alias}" is a management group and has no resource groups.`);
}
