import { z } from 'zod';
import { relationshipStatuses, type DelegatedRelationship, type GroupAccess, type Guid } from '../model';
import { guid, optionalText, readAnswer, readEntries } from './answer-schema';
import type { AzureClient } from './azure-client';

const root = '/v1.0/tenantRelationships/delegatedAdminRelationships';
/** Source: https://learn.microsoft.com/graph/api/tenantrelationship-list-delegatedadminrelationships */
const pageSize = '300';

/** What a relationship is made with. */
export interface RelationshipRequest {
  /** The partner's own only once; at most 50 characters. */
  readonly displayName: string;
  readonly tenantId: Guid;
  readonly roles: readonly Guid[];
  /** From 1 to 730. */
  readonly days: number;
  readonly extendsItself: boolean;
}

export type DelegatedAdminCalls = ReturnType<typeof delegatedAdminCalls>;

/**
 * Delegated admin relationships (GDAP), asked with a token of the partner's tenant; reading needs
 * DelegatedAdminRelationship.Read.All. What is written must be as it was read: the ETags say so.
 * Source: https://learn.microsoft.com/graph/api/resources/delegatedadminrelationships-api-overview
 */
export function delegatedAdminCalls(graph: AzureClient) {
  const read = async (method: 'GET' | 'POST' | 'PATCH', path: string, answer: Promise<unknown>) =>
    readAnswer(relationship, await answer, { method, url: graph.urlOf(path, {}) });
  const at = (id: string, ...rest: readonly string[]) => [root, id, ...rest].join('/');
  return {
    /** All, or those with a customer. */
    list: async (tenantId?: Guid): Promise<readonly DelegatedRelationship[]> => {
      const query = { $filter: tenantId && `customer/tenantId eq '${tenantId}'`, $top: pageSize };
      const entries = await graph.list(root, query);
      return readEntries(relationship, entries, { method: 'GET', url: graph.urlOf(root, query) });
    },
    get: (id: string) => read('GET', at(id), graph.get(at(id), {})),
    create: (wanted: RelationshipRequest) => read('POST', root, graph.post(root, {}, bodyOf(wanted))),
    /** Of one that is active, only the extension can change and Global Administrator be given up. */
    change: async (
      { id, etag }: DelegatedRelationship,
      wanted: { readonly extendsItself?: boolean; readonly roles?: readonly Guid[] },
    ): Promise<void> => {
      const { extendsItself, roles } = wanted;
      const body = {
        ...(extendsItself !== undefined && { autoExtendDuration: extensionOf(extendsItself) }),
        ...(roles && { accessDetails: accessDetailsOf(roles) }),
      };
      await graph.patch(at(id), {}, body, etag);
    },
    /** Takes back one that was not locked for approval. */
    delete: ({ id, etag }: DelegatedRelationship) => graph.delete(at(id), {}, etag),
    request: async (id: string, action: 'lockForApproval' | 'terminate'): Promise<void> => {
      await graph.post(at(id, 'requests'), {}, { action });
    },
    listAccess: async (id: string): Promise<readonly GroupAccess[]> => {
      const path = at(id, 'accessAssignments');
      const request = { method: 'GET', url: graph.urlOf(path, {}) } as const;
      return readEntries(groupAccess, await graph.list(path, {}), request);
    },
    createAccess: async (id: string, groupId: Guid, roles: readonly Guid[]): Promise<void> => {
      const accessContainer = { accessContainerId: groupId, accessContainerType: 'securityGroup' };
      const body = { accessContainer, accessDetails: accessDetailsOf(roles) };
      await graph.post(at(id, 'accessAssignments'), {}, body);
    },
    changeAccess: async (id: string, access: GroupAccess, roles: readonly Guid[]): Promise<void> => {
      const body = { accessDetails: accessDetailsOf(roles) };
      await graph.patch(at(id, 'accessAssignments', access.id), {}, body, access.etag);
    },
  };
}

function bodyOf({ displayName, tenantId, roles, days, extendsItself }: RelationshipRequest) {
  return {
    displayName,
    duration: `P${days}D`,
    autoExtendDuration: extensionOf(extendsItself),
    customer: { tenantId },
    accessDetails: accessDetailsOf(roles),
  };
}

/** The only extension that there is. */
function extensionOf(extendsItself: boolean): string {
  return extendsItself ? 'P180D' : 'PT0S';
}

function accessDetailsOf(roles: readonly Guid[]) {
  return { unifiedRoles: roles.map((roleDefinitionId) => ({ roleDefinitionId })) };
}

const accessDetails = z
  .object({ unifiedRoles: z.array(z.object({ roleDefinitionId: guid })) })
  .transform(({ unifiedRoles }) => unifiedRoles.map(({ roleDefinitionId }) => roleDefinitionId));

const relationship: z.ZodType<DelegatedRelationship> = z
  .object({
    '@odata.etag': z.string(),
    id: z.string(),
    displayName: z.string(),
    status: z.enum([...relationshipStatuses, 'unknown']).catch('unknown'),
    customer: z.object({ tenantId: guid, displayName: optionalText }).nullish(),
    accessDetails,
    autoExtendDuration: optionalText,
    createdDateTime: z.string(),
    lastModifiedDateTime: z.string(),
    activatedDateTime: optionalText,
    endDateTime: optionalText,
  })
  .transform(({ customer, accessDetails: roles, '@odata.etag': etag, ...rest }) => ({
    id: rest.id,
    displayName: rest.displayName,
    status: rest.status,
    ...(customer && { customer }),
    roles,
    extendsItself: rest.autoExtendDuration === 'P180D',
    createdOn: rest.createdDateTime,
    modifiedOn: rest.lastModifiedDateTime,
    activatedOn: rest.activatedDateTime,
    endsOn: rest.endDateTime,
    etag,
  }));

const groupAccess: z.ZodType<GroupAccess> = z
  .object({
    '@odata.etag': z.string(),
    id: z.string(),
    status: z.enum(['pending', 'active', 'deleting', 'deleted', 'error', 'unknown']).catch('unknown'),
    accessContainer: z.object({ accessContainerId: guid }),
    accessDetails,
  })
  .transform(({ accessContainer, accessDetails: roles, '@odata.etag': etag, id, status }) => ({
    id,
    status,
    groupId: accessContainer.accessContainerId,
    roles,
    etag,
  }));
