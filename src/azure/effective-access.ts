import { z } from 'zod';
import type { DenyAssignment } from '../channels';
import { parseScope, type RolePermissions, type Scope } from '../model';
import { readEntries, textOf } from './answer-schema';
import type { AzureClient } from './azure-client';

const query = { 'api-version': '2022-04-01' };

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

const permissionSchema = z
  .object({
    actions: texts,
    notActions: texts,
    dataActions: texts,
    notDataActions: texts,
    condition: z.string().nullish(),
  })
  .transform(({ condition, ...lists }) => ({ ...lists, ...(condition && { condition }) }));

/** What a role of the caller permits, block by block; some built-in roles have a condition in it. */
export type CallersPermissions = RolePermissions & { readonly condition?: string };

/**
 * What the roles of the token's holder permit at the scope, groups and delegations included. It knows nothing of the
 * conditions of assignments nor of deny assignments. REST specification: Microsoft.Authorization, Permissions_List.
 */
export async function listPermissions(
  client: AzureClient,
  scope: Scope,
): Promise<readonly CallersPermissions[]> {
  const path = `${scope}/providers/Microsoft.Authorization/permissions`;
  const entries = await client.list(path, query);
  return readEntries(permissionSchema, entries, { method: 'GET', url: client.urlOf(path, query) });
}

const principals = z
  .array(z.object({ id: z.string(), type: z.string().nullish() }))
  .nullish()
  .transform((list) => (list ?? []).map(({ id, type }) => ({ id, type: type ?? '' })));

const denySchema = z
  .object({
    properties: z.object({
      scope: textOf((text) => parseScope(text), 'scope'),
      doNotApplyToChildScopes: z
        .boolean()
        .nullish()
        .transform((value) => value ?? false),
      permissions: z.array(permissionSchema),
      principals,
      excludePrincipals: principals,
    }),
  })
  .transform(({ properties }) => properties);

/** At, above and below the scope. REST specification: Microsoft.Authorization, DenyAssignments_ListForScope. */
export async function listDenyAssignments(
  client: AzureClient,
  scope: Scope,
): Promise<readonly DenyAssignment[]> {
  const path = `${scope}/providers/Microsoft.Authorization/denyAssignments`;
  const entries = await client.list(path, query);
  return readEntries(denySchema, entries, { method: 'GET', url: client.urlOf(path, query) });
}
