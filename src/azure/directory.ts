import { z } from 'zod';
import {
  lookupName,
  type DirectoryLookup,
  type DirectoryObject,
  type Guid,
  type PrincipalType,
} from '../model';
import { guid, optionalText, readEntries, withoutUndefined } from './answer-schema';
import type { AzureClient } from './azure-client';

/** Graph's limit of ids in one getByIds request. */
const idsPerRequest = 1000;

const collections: Record<DirectoryLookup['type'], { path: string; property: string; and?: string }> = {
  User: { path: '/v1.0/users', property: 'userPrincipalName' },
  // Any user can make a Microsoft 365 group of any name. What is synthesized for Terraform asks for the same.
  Group: { path: '/v1.0/groups', property: 'displayName', and: ' and securityEnabled eq true' },
  ServicePrincipal: { path: '/v1.0/servicePrincipals', property: 'displayName' },
};

/** In each tenant, an application has one service principal at most. */
const applications: (typeof collections)[DirectoryLookup['type']] = {
  path: collections.ServicePrincipal.path,
  property: 'appId',
};

/** The ids of all objects that bear the name: none, one, or several. Microsoft Graph compares without letter case. */
export async function findByName(client: AzureClient, lookup: DirectoryLookup): Promise<readonly Guid[]> {
  const { path, property, and = '' } = 'clientId' in lookup ? applications : collections[lookup.type];
  const name = lookupName(lookup).replaceAll("'", "''");
  const query = { $filter: `${property} eq '${name}'${and}`, $select: 'id', $top: '100' };
  const entries = await client.list(path, query);
  const found = readEntries(z.object({ id: guid }), entries, {
    method: 'GET',
    url: client.urlOf(path, query),
  });
  return found.map(({ id }) => id);
}

/**
 * What the directory knows of the ids. One that it does not return does not exist there.
 * Without `$select` Graph leaves out `userType`; reading needs Directory.Read.All.
 */
export async function getObjects(
  client: AzureClient,
  ids: readonly Guid[],
): Promise<readonly DirectoryObject[]> {
  const path = '/v1.0/directoryObjects/getByIds';
  const query = { $select: 'id,displayName,userPrincipalName,userType,alternativeNames' };
  const objects: DirectoryObject[] = [];
  for (let start = 0; start < ids.length; start += idsPerRequest) {
    const body = {
      ids: ids.slice(start, start + idsPerRequest),
      types: ['user', 'group', 'servicePrincipal'],
    };
    const entries = await client.postForList(path, query, body);
    const page = readEntries(objectSchema, entries, { method: 'POST', url: client.urlOf(path, query) });
    for (const object of page) objects.push(object);
  }
  return objects;
}

const types = {
  '#microsoft.graph.user': 'User',
  '#microsoft.graph.group': 'Group',
  '#microsoft.graph.servicePrincipal': 'ServicePrincipal',
} as const satisfies Record<string, PrincipalType>;

/** A caller without the right to a type gets its objects with id and type only; such an object goes by its id. */
const objectSchema: z.ZodType<DirectoryObject> = z
  .object({
    '@odata.type': z.enum(Object.keys(types) as (keyof typeof types)[]),
    id: guid,
    displayName: optionalText,
    userPrincipalName: optionalText,
    userType: optionalText,
    alternativeNames: z.array(z.string()).nullish(),
  })
  .transform(
    ({ id, displayName, userPrincipalName, userType, alternativeNames, '@odata.type': odataType }) => ({
      id,
      type: types[odataType],
      displayName: displayName ?? id,
      ...withoutUndefined({
        userPrincipalName,
        isGuest: types[odataType] === 'User' ? isGuest(userType, userPrincipalName) : undefined,
        ...identity(alternativeNames ?? []),
        isLimited: displayName === undefined ? true : undefined,
      }),
    }),
  );

function isGuest(userType: string | undefined, userPrincipalName: string | undefined): boolean | undefined {
  if (userType) return userType.toLowerCase() === 'guest';
  return userPrincipalName ? userPrincipalName.includes('#EXT#') : undefined;
}

/**
 * A managed identity's service principal has `isExplicit=True` (user-assigned) or `isExplicit=False` (system-assigned)
 * among its alternative names, and the ARM id of the identity or of the resource that it belongs to.
 */
function identity(alternativeNames: readonly string[]): {
  identityOf?: string | undefined;
  isUserAssigned?: true;
} {
  const marks = alternativeNames.map((name) => name.toLowerCase());
  if (marks.includes('isexplicit=true')) return { isUserAssigned: true };
  if (!marks.includes('isexplicit=false')) return {};
  return { identityOf: alternativeNames.find((name) => name.startsWith('/')) };
}
