import { findByNames, getObjects, isAzureError, memberGroupsOf } from '../../azure';
import { diagnostic, DiagnosticError, type Diagnostic } from '../../diagnostics';
import {
  parseGuid,
  type DeclaredRelationship,
  type DelegatedRelationship,
  type GroupAccess,
  type Guid,
} from '../../model';
import { mapBounded } from '../map-bounded';
import { connectPartner, type PartnerConnection, type PartnerConnectionOptions } from './partner-connection';
import { orPartnerDiagnostic } from './partner-diagnostic';

const lookupsAtOnce = 8;

/** What is asked about relationships. All methods throw DiagnosticError. */
export interface RelationshipReader {
  /** All of the partner, or those with a customer. */
  list(tenantId?: Guid): Promise<readonly DelegatedRelationship[]>;
  listAccess(relationship: DelegatedRelationship): Promise<readonly GroupAccess[]>;
  /** Object ids of the declared groups by their names. Throws for all that are not there at once. */
  findGroups(declared: DeclaredRelationship): Promise<ReadonlyMap<string, Guid>>;
  /** Display names of groups of the partner by their ids, of those that are there. */
  nameGroups(ids: readonly Guid[]): Promise<ReadonlyMap<string, string>>;
  /** Whether Partner Center has the tenant as a customer. */
  isCustomer(tenantId: Guid): Promise<boolean>;
  /** Those of the partner's groups that an object of its tenant is in, also through other groups. */
  memberGroups(objectId: Guid, among: readonly Guid[]): Promise<readonly Guid[]>;
}

/** For runs that change nothing: no more than the questions leaves this room. */
export function createRelationshipReader(options: PartnerConnectionOptions): RelationshipReader {
  return relationshipReaderOf(connectPartner(options));
}

export function relationshipReaderOf(connection: PartnerConnection): RelationshipReader {
  const { delegatedAdmin: calls, directory, partnerCenter } = connection;
  return {
    list: (tenantId) => orPartnerDiagnostic(calls.list(tenantId), 'The relationships could not be read'),
    listAccess: ({ id, displayName }) =>
      orPartnerDiagnostic(calls.listAccess(id), `The access of groups in "${displayName}" could not be read`),
    findGroups: async ({ roles }) => {
      const names = Object.keys(roles);
      const found = await mapBounded(names, lookupsAtOnce, (name) => findGroup(directory, name));
      const problems = found.filter((each): each is Diagnostic => typeof each !== 'string');
      if (problems.length > 0) throw new DiagnosticError(problems);
      return new Map(names.map((name, index) => [name, found[index] as Guid]));
    },
    nameGroups: async (ids) => {
      if (ids.length === 0) return new Map();
      const objects = await orPartnerDiagnostic(
        getObjects(directory, ids),
        'The names of groups could not be read',
      );
      return new Map(objects.map(({ id, displayName }) => [id, displayName]));
    },
    isCustomer: async (tenantId) => {
      const what = `Whether tenant ${tenantId} is a customer could not be read`;
      return (await orPartnerDiagnostic(partnerCenter.customer(tenantId), what)) !== undefined;
    },
    memberGroups: (objectId, among) =>
      orPartnerDiagnostic(
        memberGroupsOf(directory, objectId, among),
        `The groups of ${objectId} could not be read`,
      ),
  };
}

async function findGroup(
  directory: PartnerConnection['directory'],
  name: string,
): Promise<Guid | Diagnostic> {
  const objectId = parseGuid(name);
  if (objectId) return objectId;
  const found = await orPartnerDiagnostic(
    findGroups(directory, name),
    `The group "${name}" could not be looked up`,
  );
  const [groupId, ...others] = found;
  if (groupId && others.length === 0) return groupId;
  return diagnostic('partner_group_unknown', {
    detail: `The tenant of the partner has ${groupId ? `${found.length} security groups` : 'no security group'} "${name}".`,
    hint: groupId
      ? `Name it by its object id: ${found.join(' or ')}.`
      : 'Make the group in your own tenant, or correct its name in `relationship`.',
  });
}

async function findGroups(
  directory: PartnerConnection['directory'],
  displayName: string,
): Promise<readonly Guid[]> {
  const [found = []] = await findByNames(directory, [{ type: 'Group', displayName }]);
  if (isAzureError(found)) throw found;
  return found;
}
