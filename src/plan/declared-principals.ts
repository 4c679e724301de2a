import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  byText,
  pimAssignmentId,
  pimKinds,
  type ActualState,
  type DesiredGrant,
  type DesiredPimAssignment,
  type DesiredState,
  type DirectoryObject,
  type Guid,
  type KnownPrincipals,
  type NaturalKey,
  type PrincipalType,
} from '../model';
import type { DeclaredGrant } from './declared-grants';
import { isRead, readingsOf } from './readings';

/** What the customer's directory says of the object ids that are declared. */
export interface JudgedPrincipals {
  /** What is declared, without new grants to somebody who is not in it, or is there as something else. */
  readonly plannable: readonly DeclaredGrant[];
  readonly pimAssignments: DesiredState['pimAssignments'];
  readonly diagnostics: readonly Diagnostic[];
}

interface Declared {
  readonly grant: DesiredGrant | DesiredPimAssignment;
  /** True where Azure has the access: then the id was right once. */
  readonly stands: boolean;
}

/**
 * Azure takes any object id that comes with a type, so that a mistyped one gives nobody access and nobody notices.
 * Groups of the partner's tenant and devices are not asked for, and a principal that was found by its name exists.
 */
export function judgePrincipals(
  declared: readonly DeclaredGrant[],
  desired: DesiredState,
  actual: ActualState,
  foundByKey: ReadonlyMap<NaturalKey, unknown>,
): JudgedPrincipals {
  const refused = new Set<string>();
  const unchecked: Declared['grant'][] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { grant, stands } of declaredInDirectory(declared, desired, actual, foundByKey)) {
    const { principalId, principalType } = grant.assignment;
    const known = actual.principals.get(principalId);
    if (!known && !stands && !desired.principalNames.has(principalId)) unchecked.push(grant);
    if (!known || (known !== 'missing' && (stands || known.type === principalType))) continue;
    if (!stands) refused.add(grant.address);
    const place = placeOf(grant, desired);
    if (stands) diagnostics.push(gone(place, principalId, desired));
    else if (known === 'missing') diagnostics.push(unknown(place, grant, desired, actual.principals));
    else diagnostics.push(ofAnotherType(place, principalType, known));
  }
  const isLeft = ({ address }: Declared['grant']) => !refused.has(address);
  const { eligible, active } = desired.pimAssignments;
  return {
    plannable: refused.size === 0 ? declared : declared.filter(({ grant }) => isLeft(grant)),
    pimAssignments: { eligible: eligible.filter(isLeft), active: active.filter(isLeft) },
    diagnostics: [...diagnostics, ...notChecked(unchecked, desired)],
  };
}

/** What is in force at a scope that could be read, for a principal that the customer's directory should have. */
function* declaredInDirectory(
  declared: readonly DeclaredGrant[],
  { pimAssignments }: DesiredState,
  actual: ActualState,
  foundByKey: ReadonlyMap<NaturalKey, unknown>,
): Generator<Declared> {
  for (const { grant, key, isRead: isGrantRead } of declared) {
    if (isGrantRead && !grant.ended && isInDirectory(grant)) yield { grant, stands: foundByKey.has(key) };
  }
  const readings = readingsOf(actual);
  for (const kind of pimKinds) {
    for (const grant of pimAssignments[kind]) {
      if (!isRead(grant.assignment.scope, readings)) continue;
      const existing = actual.pimAssignments?.[kind].get(pimAssignmentId(grant.assignment));
      if (existing && grant.standing === 'declared' && isInDirectory(grant))
        yield { grant, stands: existing !== 'missing' };
    }
  }
}

function isInDirectory({ assignment: { principalType } }: Declared['grant']): boolean {
  return principalType !== 'ForeignGroup' && principalType !== 'Device';
}

type Place = Pick<Diagnostic, 'customer' | 'address' | 'constructPath' | 'source'>;

function placeOf({ address, constructPath, source }: Declared['grant'], { customer }: DesiredState): Place {
  return { customer, address, constructPath, source };
}

const typeNames: Readonly<Record<PrincipalType, string>> = {
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'service principal',
  ForeignGroup: 'group of another tenant',
  Device: 'device',
};

function unknown(
  place: Place,
  { assignment: { principalId, principalType } }: Declared['grant'],
  { tenantId, partner }: DesiredState,
  principals: KnownPrincipals,
): Diagnostic {
  const isPartners = [partner.adminAgents, partner.helpdeskAgents].includes(principalId);
  const meant = isPartners ? undefined : nearMiss(principalId, principals);
  return diagnostic('principal_not_found', {
    ...place,
    detail: [
      `The directory of tenant ${tenantId} has no ${typeNames[principalType]} with the object id ${principalId}. Azure would take the grant all the same, and nobody would have the access.`,
      ...(isPartners ? ["It is a group of the partner's own tenant."] : []),
      ...(meant ? [`Did you mean ${meant.id}, the ${typeNames[meant.type]} ${nameOf(meant)}?`] : []),
    ].join('\n'),
    hint: isPartners
      ? 'Grant to what `definePartner` gives, such as `partner.adminAgents`: a group of the partner is no `group`.'
      : 'Check the object id: it is that of the user, group or service principal, not an application id. Who was created a moment ago may take some seconds to be seen: plan again then.',
  });
}

function ofAnotherType(place: Place, declared: PrincipalType, known: DirectoryObject): Diagnostic {
  return diagnostic('principal_type_differs', {
    ...place,
    detail: `${known.id} (${nameOf(known)}) is declared as a ${typeNames[declared]}, and is a ${typeNames[known.type]}. Azure refuses such a grant.`,
    hint: 'Declare it as what it is, or check the object id.',
  });
}

function gone(place: Place, principalId: Guid, { tenantId }: DesiredState): Diagnostic {
  return diagnostic('principal_gone', {
    ...place,
    detail: `The directory of tenant ${tenantId} has no object ${principalId} any more, and its access still stands in Azure. It gives nobody anything, and counts towards the limits.`,
    hint: 'Remove the grant from the file; or, if the principal was deleted by mistake, restore it in the directory.',
  });
}

const shownUnchecked = 5;

function notChecked(
  grants: readonly Declared['grant'][],
  { customer, tenantId }: DesiredState,
): Diagnostic[] {
  if (grants.length === 0) return [];
  const shown = grants
    .slice(0, shownUnchecked)
    .map(({ constructPath, assignment }) => `${constructPath}: ${assignment.principalId}`);
  if (grants.length > shown.length) shown.push(`and ${grants.length - shown.length} more`);
  return [
    diagnostic('principals_unchecked', {
      customer,
      detail: `The directory of tenant ${tenantId} could not be asked whether these object ids are right:\n${shown.join('\n')}`,
      hint: 'Compare them by hand, or let whoever reads have Directory Readers or Directory.Read.All.',
    }),
  ];
}

/** How many digits may differ: one mistyped, or two that changed places. */
const slips = 2;

/** The one principal whose id is nearest to what was written. */
function nearMiss(written: Guid, principals: KnownPrincipals): DirectoryObject | undefined {
  const near = [...principals.values()]
    .flatMap((known) => (known === 'missing' ? [] : [{ known, slips: differingDigits(known.id, written) }]))
    .filter((each) => each.slips <= slips)
    .sort(byText(({ known, slips }) => `${slips} ${known.id}`));
  const [first, second] = near;
  return first?.slips === second?.slips ? undefined : first?.known;
}

function differingDigits(one: Guid, other: Guid): number {
  return [...one].filter((digit, index) => digit !== other[index]).length;
}

function nameOf({ userPrincipalName, displayName }: DirectoryObject): string {
  return userPrincipalName ?? `"${displayName}"`;
}
