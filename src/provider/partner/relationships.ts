import type { DelegatedRelationship, GroupAccess, Guid } from '../../model';
import type { PartnerConnection } from './partner-connection';
import { orPartnerDiagnostic } from './partner-diagnostic';
import { relationshipReaderOf, type RelationshipReader } from './relationship-reader';
import { requestApproval, type WantedRelationship } from './request-approval';
import { unlessDone } from './unless-done';

/** What is asked about relationships, and done to them. All methods throw DiagnosticError. */
export interface Relationships extends RelationshipReader {
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
  const { delegatedAdmin: calls } = connection;
  return {
    ...relationshipReaderOf(connection),
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
