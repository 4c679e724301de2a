import { diagnostic, type Diagnostic } from '../diagnostics';
import { sortKeys, type ExistingRoleAssignment } from '../model';
import { isAdopting, isPlanned, type Change } from './change';
import type { Plan } from './plan';

/**
 * Why the reviewed plan of one customer must not be carried out any more: empty when it may. `recomputed` is the plan
 * made from the present declaration and from what Azure has now, at the present time.
 *
 * Every change that the reviewed plan makes must be planned again to the letter: same subject, same assignment under
 * the same natural key, same dependencies. What else the recomputed plan holds is unrelated movement and left to the
 * next plan.
 */
export function findStaleness(reviewed: Plan, recomputed: Plan): Diagnostic[] {
  const { customer } = reviewed;
  if (
    reviewed.configurationDigest !== recomputed.configurationDigest ||
    reviewed.cloud !== recomputed.cloud
  ) {
    return [
      diagnostic('plan_other_configuration', {
        customer,
        detail: `The declaration of ${customer} is not the one the plan was made from (or the cloud differs). Nothing of this customer was changed.`,
        hint: 'tilldela plan --out FILE',
      }),
    ];
  }
  const present = new Map(recomputed.changes.map((change) => [change.address, change]));
  return reviewed.changes.filter(isPlanned).flatMap((change) => {
    const now = present.get(change.address);
    if (now && fingerprint(now) === fingerprint(change)) return [];
    return [
      diagnostic('plan_stale', {
        customer,
        address: change.address,
        constructPath: change.constructPath,
        source: change.source,
        detail: `The plan was to ${verb(change)} it; ${describeNow(now)}. Nothing of this customer was changed.`,
        hint: 'tilldela plan --out FILE',
      }),
    ];
  });
}

function verb(change: Change): string {
  return change.action === 'no-op' ? (isAdopting(change) ? 'adopt' : 'leave') : change.action;
}

function describeNow(now: Change | undefined): string {
  if (!now) return 'now there is nothing left to do about it';
  return `now a plan would ${now.action === 'no-op' && !isAdopting(now) ? 'leave it as it is' : `${verb(now)} it differently`}`;
}

/** Where the user wrote it does not matter, nor who can make it: whoever applies may be another than who planned. */
const incidental = {
  source: undefined,
  constructPath: undefined,
  because: undefined,
  channel: undefined,
  doubt: undefined,
  handOff: undefined,
} satisfies Partial<Record<keyof Change, undefined>>;

/** Who made it, and when, is no part of what was reviewed. */
const provenance = { createdOn: undefined, createdBy: undefined } satisfies Partial<
  Record<keyof ExistingRoleAssignment, undefined>
>;

function fingerprint(change: Change): string {
  const before = 'before' in change ? { before: { ...change.before, ...provenance } } : {};
  return JSON.stringify(sortKeys({ ...change, ...before, ...incidental }));
}
