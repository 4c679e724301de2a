import { diagnostic, type Diagnostic } from '../diagnostics';
import {
  isAtOrBelow,
  isOver,
  keyOf,
  type DesiredGrant,
  type DesiredState,
  type EndedForNobody,
  type Lock,
  type NaturalKey,
  type PartnerIdentity,
} from '../model';
import type { AssignmentChange } from './change';
import type { DeclaredGrant } from './declared-grants';
import type { UnmanagedAccess, UnreadScope } from './plan';
import type { FoundAssignment, PlanInput } from './plan-changes';
import type { PlannedPimAssignments } from './plan-pim-assignments';
import { accepts } from './unmanaged';

/** Grants that are one access to Azure: seen only now where one names its principal and another gives the object id. */
export function findDuplicates(declared: readonly DeclaredGrant[], { customer }: DesiredState): Diagnostic[] {
  const seen = new Set<NaturalKey>();
  const repeated = new Set<NaturalKey>();
  for (const { key } of declared) (seen.has(key) ? repeated : seen).add(key);
  return [...repeated].flatMap((repeatedKey) => {
    const same = declared.filter(({ key }) => key === repeatedKey).map(({ grant }) => grant);
    const paths = same.map(({ constructPath }) => constructPath).sort();
    const [first] = same.filter(({ constructPath }) => constructPath === paths[1]);
    return [
      diagnostic('duplicate_grant', {
        customer,
        constructPath: first?.constructPath,
        address: first?.address,
        source: first?.source,
        detail: `${paths.join(' and ')} give the same principal the same role at the same scope.`,
        hint: 'Remove one of them.',
      }),
    ];
  });
}

/**
 * An owner that changed without the former one among `previousOwners`: everything that it named would count as made
 * by hand, and what is no longer declared would stay for good.
 */
export function findOwnerChange(lock: Lock, { owner, previousOwners }: PartnerIdentity): Diagnostic[] {
  if (lock.owner === undefined || lock.owner === owner || previousOwners.includes(lock.owner)) return [];
  return [
    diagnostic('owner_changed', {
      customer: lock.customer,
      detail: `${lock.customer} was last applied by the owner ${lock.owner}, and the partner's owner is ${owner} now.`,
      hint: `Put the former owner back, or say that what it made is yours, in the file of the partner:\n\npreviousOwners: ['${lock.owner}']`,
    }),
  ];
}

/** What became of the access that nobody declares. */
interface Undeclared {
  readonly removals: readonly AssignmentChange[];
  readonly unmanaged: readonly UnmanagedAccess[];
  readonly unread: readonly UnreadScope[];
  readonly pim: Pick<PlannedPimAssignments, 'eligible' | 'active'>;
}

/** What the calendar says of the declaration: grants and acceptances that have ended, exceptions to look at again. */
export function findDueDates(
  { desired, asOf }: Pick<PlanInput, 'desired' | 'asOf'>,
  found: readonly FoundAssignment[],
  undeclared: Undeclared,
): Diagnostic[] {
  const { customer } = desired;
  const ended = desired.grants.filter((grant) => grant.ended);
  const { eligible, active } = desired.pimAssignments;
  const endedUnderPim = [...eligible, ...active].filter(({ standing }) => standing === 'ended');
  const due = desired.exceptions.filter(({ review }) => review && isOver(review, asOf));
  const lapsed = desired.accept.filter(
    (rule) => isOver(rule.until, asOf) && found.some(({ assignment }) => accepts(rule, assignment)),
  );
  return [
    ...ended.map((grant) => expired(grant, customer, afterTheEnd(grant, undeclared))),
    ...(desired.endedForNobody ?? []).map((grant) =>
      expired(
        grant,
        customer,
        `${grant.nobody} What it gave is treated as what is ours and no longer declared.`,
      ),
    ),
    ...endedUnderPim.map(({ address, constructPath, source, until }) =>
      diagnostic('grant_expired', {
        ...{ customer, address, constructPath, source },
        detail: `The assignment ended with ${until}${sinceItEnded(address, undeclared)}`,
        hint: 'Remove it from the file, or set a later day.',
      }),
    ),
    ...due.map(({ constructPath, source, because, review }) =>
      diagnostic('exception_review_due', {
        customer,
        constructPath,
        source,
        detail: `The exception (${because}) was to be looked at again by ${review}.`,
        hint: 'Remove it, or set a later day in `review`.',
      }),
    ),
    ...lapsed.map(({ by, because, until, scope }) =>
      diagnostic('acceptance_ended', {
        customer,
        detail: `The deviation at ${scope} that ${by} accepted (${because}) ended with ${until} and counts as drift again.`,
      }),
    ),
  ];
}

function expired(
  { address, constructPath, source, until }: Omit<EndedForNobody, 'nobody'>,
  customer: string,
  whatNow: string,
): Diagnostic {
  return diagnostic('grant_expired', {
    customer,
    address,
    constructPath,
    source,
    detail: `The grant ended with ${until}. ${whatNow}`,
    hint: 'Remove the grant from the file, or set a later day.',
  });
}

function afterTheEnd({ assignment }: DesiredGrant, { removals, unmanaged, unread }: Undeclared): string {
  const key = keyOf(assignment);
  if (removals.some(({ naturalKey }) => naturalKey === key)) return 'The access is planned for removal.';
  if (unread.some(({ scope }) => isAtOrBelow(assignment.scope, scope))) {
    return 'Whether the access still stands is not known: its scope could not be read.';
  }
  const left = unmanaged.find((access) => keyOf(access.assignment) === key);
  if (!left) return 'The access is not in Azure any more.';
  if (!left.isOurs) return 'The same access stands in Azure, is not ours, and is left.';
  return `The access stands in Azure, is ours, and is left: ${whyLeft(left)}.`;
}

function sinceItEnded(address: string, { pim }: Undeclared): string {
  const change = [...pim.eligible, ...pim.active].find((each) => each.address === address);
  if (!change || !('before' in change)) return ', and Azure takes it back by itself.';
  const { endsAt } = change.before;
  const left = change.action === 'delete' ? 'It is planned for removal.' : 'Its removal is held back.';
  return `; in Azure it ${endsAt === undefined ? 'has no end' : `goes on until ${endsAt}`}. ${left}`;
}

function whyLeft(access: UnmanagedAccess): string {
  switch (access.standing) {
    case 'accepted':
      return `it is accepted until ${access.until}`;
    case 'ignored':
      return 'an entry of `ignore` speaks of it';
    case 'held-back':
    case 'outside':
    case 'drift':
      return 'its removal is held back';
  }
}
