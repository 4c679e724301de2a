import { describeScope, parseGuid, scopeKey, type Guid, type Scope } from '../../model';
import type { ReportContext } from '../report-context';
import { inline, quoted } from '../terminal/neutralise';

/** What a report knows of ids, keyed by guid. */
export interface NameSources {
  readonly principals: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
  /** Aliases by subscription id, those of management groups by the key of their scope. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Readable, neutralised names for ids; an id without a name stands for itself. */
export interface Names {
  /** With the object id behind it where two principals share the name. */
  principal(id: Guid): string;
  /** The name in quotes, or undefined where there is none. */
  quotedPrincipal(id: Guid): string | undefined;
  /** The name exactly as Azure has it: for JSON only. */
  plainPrincipal(id: Guid): string | undefined;
  /** One that is not built in is marked as custom: anybody may have named it. */
  role(guid: Guid): string;
  isBuiltIn(guid: Guid): boolean;
  /** The name of a role as it is, without the mark; undefined where there is none. */
  plainRole(guid: Guid): string | undefined;
  /** Alias, `alias/resource-group`, or what stands above subscriptions. */
  scope(scope: Scope): string;
  /** The alias of the scope's subscription or of the management group, if known. */
  alias(scope: Scope): string | undefined;
  /** Whoever made an assignment: Azure gives the object id. */
  actor(objectId: string): string;
}

export function createNames(sources: NameSources, { roleName }: Pick<ReportContext, 'roleName'>): Names {
  const shared = sharedNames(sources.principals);
  const principal = (id: Guid) => {
    const name = sources.principals.get(id);
    if (name === undefined || inline(name) === '') return id;
    return shared.has(comparable(name)) ? `${inline(name)} ${id}` : inline(name);
  };
  const custom = (guid: Guid) => {
    const name = sources.roles.get(guid);
    return name === undefined ? guid : `${inline(name)} (custom)`;
  };
  const alias = (scope: Scope) => aliasOf(scope, sources.aliases);
  return {
    principal,
    quotedPrincipal: (id) => {
      const name = sources.principals.get(id);
      return name === undefined ? undefined : quoted(name);
    },
    plainPrincipal: (id) => sources.principals.get(id),
    role: (guid) => roleName(guid) ?? custom(guid),
    isBuiltIn: (guid) => roleName(guid) !== undefined,
    plainRole: (guid) => roleName(guid) ?? sources.roles.get(guid),
    scope: (scope) => scopeLabel(scope, alias(scope)),
    alias,
    actor: (objectId) => {
      const id = parseGuid(objectId);
      return id ? principal(id) : inline(objectId);
    },
  };
}

function aliasOf(scope: Scope, aliases: ReadonlyMap<string, string>): string | undefined {
  const parsed = describeScope(scope);
  const key = parsed && 'subscriptionId' in parsed ? parsed.subscriptionId : scopeKey(scope);
  const alias = aliases.get(key);
  return alias === undefined ? undefined : inline(alias);
}

function scopeLabel(scope: Scope, alias: string | undefined): string {
  const parsed = describeScope(scope);
  switch (parsed?.kind) {
    case 'root':
      return '/ (root)';
    case 'management-group':
      return `${alias ?? inline(parsed.managementGroup)} (management group)`;
    case 'subscription':
      return alias ?? parsed.subscriptionId;
    case 'resource-group':
      return `${alias ?? parsed.subscriptionId}/${inline(parsed.resourceGroup)}`;
    case 'resource':
      return inline(
        [alias ?? parsed.subscriptionId, parsed.resourceGroup, ...scope.split('/').slice(-2)]
          .filter(Boolean)
          .join('/'),
      );
    case undefined:
      return inline(scope);
  }
}

function comparable(name: string): string {
  return inline(name).toLowerCase();
}

function sharedNames(principals: ReadonlyMap<string, string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const name of principals.values()) {
    const key = comparable(name);
    if (seen.has(key)) shared.add(key);
    seen.add(key);
  }
  return shared;
}
