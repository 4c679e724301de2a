import { compareText, type DelegatedRelationship } from '../model';

const day = 24 * 3600 * 1000;
/** Source: https://learn.microsoft.com/partner-center/security/dap-faq */
const daysToAccept = 90;
/** Within this, an end that nothing moves is told. */
const soon = 60;

/** How it stands between partner and customer. Days are whole ones, counted down to zero. */
export type Standing =
  | { readonly kind: 'missing' }
  | {
      /** `draft`: made, not yet locked for approval. `starting`: approved, being set up. */
      readonly kind: 'draft' | 'starting' | 'ending' | 'declined' | 'lapsed' | 'expired' | 'terminated';
      readonly relationship: DelegatedRelationship;
    }
  | { readonly kind: 'pending'; readonly relationship: DelegatedRelationship; readonly daysLeft: number }
  | {
      readonly kind: 'active';
      readonly relationship: DelegatedRelationship;
      readonly daysLeft?: number | undefined;
      /** It ends within two months, and nothing moves the end. */
      readonly endsSoon: boolean;
    };

/** The one that counts, of all relationships with one customer. `asOf` is RFC 3339. */
export function standingOf(relationships: readonly DelegatedRelationship[], asOf: string): Standing {
  const [first] = relationships.toSorted(
    (one, other) =>
      rankOf(other) - rankOf(one) ||
      compareText(other.activatedOn ?? other.createdOn, one.activatedOn ?? one.createdOn),
  );
  return first ? describe(first, asOf) : { kind: 'missing' };
}

/** What is in force goes before what may come, and that before what is over. */
function rankOf({ status }: DelegatedRelationship): number {
  return ranks[status] ?? 0;
}

const ranks: Partial<Record<DelegatedRelationship['status'], number>> = {
  active: 6,
  activating: 5,
  approved: 5,
  approvalPending: 4,
  created: 3,
  expiring: 2,
  terminationRequested: 2,
  terminating: 2,
};

function describe(relationship: DelegatedRelationship, asOf: string): Standing {
  const { status, activatedOn, endsOn, extendsItself, modifiedOn } = relationship;
  switch (status) {
    case 'created':
      return { kind: 'draft', relationship };
    case 'approvalPending':
      return { kind: 'pending', relationship, daysLeft: daysToAccept - daysBetween(modifiedOn, asOf) };
    case 'approved':
    case 'activating':
      return { kind: 'starting', relationship };
    case 'active': {
      const daysLeft = endsOn === undefined ? undefined : daysBetween(asOf, endsOn);
      const endsSoon = !extendsItself && daysLeft !== undefined && daysLeft <= soon;
      return { kind: 'active', relationship, daysLeft, endsSoon };
    }
    case 'expired':
      return { kind: activatedOn === undefined ? 'lapsed' : 'expired', relationship };
    case 'terminated':
      return { kind: activatedOn === undefined ? 'declined' : 'terminated', relationship };
    case 'expiring':
    case 'terminationRequested':
    case 'terminating':
    case 'unknown':
      return { kind: 'ending', relationship };
  }
}

function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / day));
}
