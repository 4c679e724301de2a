import type { GroupAccess } from '../../model';
import type { RelationshipDifference, Standing } from '../../relationship';

/** How it stands with one customer, to be shown. */
export interface RelationshipReading {
  readonly customer: string;
  readonly tenantId: string;
  readonly isDeclared: boolean;
  readonly standing: Standing;
  readonly access: readonly GroupAccess[];
  readonly differences: readonly RelationshipDifference[];
  /** Names of groups of the partner, as far as they are known, by object id. */
  readonly groupNames: ReadonlyMap<string, string>;
}
