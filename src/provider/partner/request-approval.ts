import { HttpError, type DelegatedAdminCalls } from '../../azure';
import type { DelegatedRelationship, Guid } from '../../model';
import { orPartnerDiagnostic } from './partner-diagnostic';
import { unlessDone } from './unless-done';

export interface WantedRelationship {
  readonly tenantId: Guid;
  /** What the customer reads; Azure takes each name once, so a number is added where it is taken. */
  readonly displayName: string;
  readonly roles: readonly Guid[];
  readonly days: number;
  readonly extendsItself: boolean;
}

/** Azure's limit. */
const longestName = 50;
const namesToTry = 20;

/** As `Relationships.request`. A draft that asks for something else is left alone: somebody may be working on it. */
export async function requestApproval(
  calls: DelegatedAdminCalls,
  wanted: WantedRelationship,
): Promise<DelegatedRelationship> {
  const what = `The relationship with tenant ${wanted.tenantId} could not be requested`;
  const draft = await orPartnerDiagnostic(findOrCreate(calls, wanted), what, 'relationship_refused');
  const isLocked = async () => (await calls.get(draft.id)).status === 'approvalPending';
  const locked = unlessDone(calls.request(draft.id, 'lockForApproval'), isLocked);
  await orPartnerDiagnostic(locked, what, 'relationship_refused');
  return orPartnerDiagnostic(calls.get(draft.id), what);
}

async function findOrCreate(
  calls: DelegatedAdminCalls,
  wanted: WantedRelationship,
): Promise<DelegatedRelationship> {
  const taken = await findDraft(calls, wanted);
  if (taken) return taken;
  for (let number = 1; ; number++) {
    try {
      return await calls.create({ ...wanted, displayName: nameOf(wanted.displayName, number) });
    } catch (error) {
      const isTaken = error instanceof HttpError && error.status === 409 && number < namesToTry;
      if (!isTaken) throw error;
      // It may be taken by this very request, whose answer was lost.
      const made = await findDraft(calls, wanted);
      if (made) return made;
    }
  }
}

async function findDraft(
  calls: DelegatedAdminCalls,
  { tenantId, displayName, roles, extendsItself }: WantedRelationship,
): Promise<DelegatedRelationship | undefined> {
  const beginning = nameOf(displayName, 1);
  return (await calls.list(tenantId)).find(
    (each) =>
      each.status === 'created' &&
      each.displayName.startsWith(beginning.slice(0, longestName - 4)) &&
      each.extendsItself === extendsItself &&
      each.roles.length === roles.length &&
      roles.every((role) => each.roles.includes(role)),
  );
}

function nameOf(displayName: string, number: number): string {
  const suffix = number === 1 ? '' : ` ${number}`;
  return `${displayName.slice(0, longestName - suffix.length).trim()}${suffix}`;
}
