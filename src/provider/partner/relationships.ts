import { findByNames, getObjects, isAzureError } from '../../azure';
import { diagnostic, DiagnosticError, type Diagnostic } from '../../diagnostics';
import {
  parseGuid,
  type DeclaredRelationship,
  type DelegatedRelationship,
  type GroupAccess,
  type Guid,
} from '../../model';
import { mapBounded } from '../map-bounded';
import type { PartnerConnection } from './partner-connection';
import { orPartnerDiagnostic } from './partner-diagnostic';
import { requestApproval, type WantedRelationship } from './request-approval';
import { unlessDone } from './unless-done';

const lookupsAtOnce = 8;

/** What is asked about relationships, and done to them. All methods throw DiagnosticError. */
export interface Relationships {
  /** All of the partner, or those with a customer. */
  list(tenantId?: Guid): Promise<readonly DelegatedRelationship[]>;
  listAccess(relationship: DelegatedRelationship): Promise<readonly GroupAccess[]>;
  /** Object ids of the declared groups by their names. Throws for all that are not there at once. */
  findGroups(declared: DeclaredRelationship): Promise<ReadonlyMap<string, Guid>>;
  /** Display names of groups of the partner by their ids, of those that are there. */
  nameGroups(ids: readonly Guid[]): Promise<ReadonlyMap<string, string>>;
  /** Makes a relationship and locks it for approval. What an earlier call left unfinished is taken up. */
  request(wanted: WantedRelationship): Promise<DelegatedRelationship>;
  /** Gives a group its roles; `access` is what it has. Done when it begins to be provisioned. */
  giveAccess(
    relationship: DelegatedRelationship,
    group: {
      readonly groupId: Guid;
      readonly roles: readonly Guid[];
      readonly access?: GroupAccess | undefined;
    },
  ): Promise<void>;
  change(
    relationship: DelegatedRelationship,
    wanted: { readonly extendsItself?: boolean; readonly roles?: readonly Guid[] },
  ): Promise<void>;
  /** Ends an active one, or takes back one that was not locked yet. */
  end(relationship: DelegatedRelationship): Promise<void>;
}

export function relationshipsOf(connection: PartnerConnection): Relationships {
  const { delegatedAdmin: calls, directory } = connection;
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
    request: (wanted) => requestApproval(calls, wanted),
    giveAccess: async ({ id, displayName }, { groupId, roles, access }) => {
      const call = access ? calls.changeAccess(id, access, roles) : calls.createAccess(id, groupId, roles);
      const what = `The roles of group ${groupId} in "${displayName}" could not be given`;
      const reread = async () =>
        (await calls.listAccess(id)).some(
          (each) => each.groupId === groupId && roles.every((role) => each.roles.includes(role)),
        );
      await orPartnerDiagnostic(unlessDone(call, reread), what, 'relationship_refused');
    },
    change: (relationship, wanted) => {
      const { id, displayName } = relationship;
      const { extendsItself, roles } = wanted;
      const reread = async () => {
        const now = await calls.get(id);
        return (
          (extendsItself === undefined || now.extendsItself === extendsItself) &&
          (roles === undefined || now.roles.length === roles.length)
        );
      };
      const what = `The relationship "${displayName}" could not be changed`;
      const call = unlessDone(calls.change(relationship, wanted), reread);
      return orPartnerDiagnostic(call, what, 'relationship_refused');
    },
    end: (relationship) => {
      const { id, displayName, status } = relationship;
      const call = status === 'created' ? calls.delete(relationship) : calls.request(id, 'terminate');
      const what = `The relationship "${displayName}" could not be ended`;
      const reread = async () => /^terminat/.test((await calls.get(id)).status);
      return orPartnerDiagnostic(unlessDone(call, reread), what, 'relationship_refused');
    },
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
