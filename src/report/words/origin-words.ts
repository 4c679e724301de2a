import type { Origin } from '../../model';

/** How each origin is called in reports, those first that ask for attention most. */
export const originWords: Record<Origin, string> = {
  direct: 'assigned directly, outside the declaration',
  'other-foreign-principal': "groups of another partner's tenant",
  'own-foreign-principal': 'groups of your own partner tenant',
  unknown: 'from where is not known',
  orphan: 'principals that no longer exist',
  'policy-identity': 'managed identities of Azure Policy',
  'managed-app-identity': 'managed identities of managed applications',
  'pim-activated': 'activated in Privileged Identity Management',
  'pim-scheduled': 'scheduled in Privileged Identity Management, with an end',
  'other-owner': 'managed by another owner',
  inherited: 'inherited from above the subscription',
};

/** Place in that order. */
export function originRank(origin: Origin): number {
  return Object.keys(originWords).indexOf(origin);
}
