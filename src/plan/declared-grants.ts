import { keyOf, type ActualState, type DesiredGrant, type NaturalKey } from '../model';
import { isRead, readingsOf } from './readings';

/** A declared grant with what is asked of it in every step: there may be hundreds of thousands. */
export interface DeclaredGrant {
  readonly grant: DesiredGrant;
  readonly key: NaturalKey;
  /** True where the list that holds its scope could be read. */
  readonly isRead: boolean;
}

export function declaredGrants(grants: readonly DesiredGrant[], actual: ActualState): DeclaredGrant[] {
  const readings = readingsOf(actual);
  return grants.map((grant) => ({
    grant,
    key: keyOf(grant.assignment),
    isRead: isRead(grant.assignment.scope, readings),
  }));
}
