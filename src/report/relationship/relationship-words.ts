import { entraRoleName } from '../../catalogue';
import type { Guid } from '../../model';
import type { RelationshipDifference, Standing } from '../../relationship';

/** How it stands, in a few words. */
export function standingWords(standing: Standing): string {
  switch (standing.kind) {
    case 'missing':
      return 'none';
    case 'draft':
      return 'not sent';
    case 'starting':
      return 'being set up';
    case 'pending':
      return `pending, ${standing.daysLeft} days left`;
    case 'active':
      return 'active';
    case 'declined':
    case 'ending':
    case 'expired':
    case 'lapsed':
    case 'terminated':
      return standing.kind;
  }
}

/** When it ends, and whether that moves. */
export function endWords(standing: Standing): string {
  if (standing.kind === 'missing') return '';
  const { endsOn, extendsItself } = standing.relationship;
  if (endsOn === undefined) return '';
  const day = endsOn.slice(0, 10);
  if (standing.kind !== 'active') return day;
  return extendsItself ? `${day}, extends itself` : `${day}, in ${standing.daysLeft ?? '?'} days`;
}

export function roleNames(roles: readonly Guid[]): string {
  return roles.map(entraRoleName).sort().join(', ');
}

/** One difference as a sentence; `nameOf` calls groups. */
export function differenceWords(
  difference: RelationshipDifference,
  nameOf: (groupId: Guid) => string,
): string {
  switch (difference.kind) {
    case 'not-delegated':
      return `The customer did not delegate ${roleNames(difference.roles)}: a new relationship is needed.`;
    case 'global-administrator':
      return 'It has Global Administrator, which is not declared.';
    case 'extension':
      return difference.declared
        ? 'It does not extend itself, and is declared to.'
        : 'It extends itself, and is declared not to.';
    case 'missing':
      return `${difference.group} has no roles, and is declared to have ${roleNames(difference.roles)}.`;
    case 'changed':
      return `${difference.group} has ${roleNames(difference.access?.roles ?? [])}, and is declared to have ${roleNames(difference.roles)}.`;
    case 'undeclared':
      return `${nameOf(difference.groupId)} has ${roleNames(difference.roles)}, and is not declared.`;
  }
}
