import { diagnostic, type Diagnostic } from '../diagnostics';
import { isOver, keyOf, type DesiredGrant, type DesiredState, type NaturalKey } from '../model';
import type { PlanInput } from './plan-changes';
import { accepts } from './unmanaged';

/** Grants that are one access to Azure: seen only now where one names its principal and another gives the object id. */
export function findDuplicates({ customer, grants }: DesiredState): Diagnostic[] {
  const grantsByKey = new Map<NaturalKey, DesiredGrant[]>();
  for (const grant of grants) {
    const key = keyOf(grant.assignment);
    grantsByKey.set(key, [...(grantsByKey.get(key) ?? []), grant]);
  }
  return [...grantsByKey.values()].flatMap((same) => {
    if (same.length < 2) return [];
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

/** What the calendar says of the declaration: grants and acceptances that have ended, exceptions to look at again. */
export function findDueDates({ desired, actual, asOf }: PlanInput): Diagnostic[] {
  const { customer } = desired;
  const ended = desired.grants.filter((grant) => grant.ended);
  const due = desired.exceptions.filter(({ review }) => review && isOver(review, asOf));
  const found = actual.subscriptions.flatMap((reading) =>
    reading.status === 'read' ? reading.assignments : [],
  );
  const lapsed = desired.accept.filter(
    (rule) => isOver(rule.until, asOf) && found.some((assignment) => accepts(rule, assignment)),
  );
  return [
    ...ended.map(({ address, constructPath, source, until }) =>
      diagnostic('grant_expired', {
        customer,
        address,
        constructPath,
        source,
        detail: `The grant ended with ${until}. If the access still exists it is planned for removal.`,
        hint: 'Remove the grant from the file, or set a later day.',
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
