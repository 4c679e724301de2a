import type { ArmType } from '../api-version';
import type { ArmPath } from '../arm-path';
import type { ArmRequest } from '../arm-request';

const verbs: Readonly<Record<string, string>> = { GET: 'read', PUT: 'write', DELETE: 'delete' };

/**
 * The action that a request for an extension type needs.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/management-and-governance
 */
export function requiredAction({ exchange }: ArmRequest, path: ArmPath): string {
  const type = `${providerOf(path.type)}/${path.type}`;
  if (path.action !== undefined) return `${type}/${path.action}/action`;
  return `${type}/${verbs[exchange.method] ?? 'action'}`;
}

/** How a refusal writes where it is: an object by its whole id, a list by the provider at its scope. */
export function refusedScope(path: ArmPath): string {
  const object = path.name === undefined ? [] : [path.type, path.name];
  return `/${[...path.scope, 'providers', providerOf(path.type), ...object].join('/')}`;
}

function providerOf(type: ArmType): string {
  return type.startsWith('registration') ? 'Microsoft.ManagedServices' : 'Microsoft.Authorization';
}
