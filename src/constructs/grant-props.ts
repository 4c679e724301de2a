import type { OrdinaryRoleName, RoleName } from '../catalogue';
import type { Principal } from './principals';

interface CommonGrantProps {
  /** Who gets the role. */
  readonly to: Principal;
  /**
   * Last day of the grant, `YYYY-MM-DD`; it ends at 24:00 UTC. The next apply after that removes the assignment: Azure
   * itself does not. Default: no end.
   */
  readonly until?: string;
  /** Written to the assignment in Azure when it is made, never compared afterwards. Default: `because`. */
  readonly description?: string;
}

/** A grant of any role, with its reason. */
export interface ReasonedGrantProps extends CommonGrantProps {
  /** The role, by the name that Azure shows. */
  readonly role: RoleName;
  /** Why; shown beside the grant in reviews, plans and reports. */
  readonly because: string;
}

/** A grant of a role that cannot give access to others. */
export interface OrdinaryGrantProps extends CommonGrantProps {
  /** The role, by the name that Azure shows. */
  readonly role: OrdinaryRoleName;
  /** Why; shown beside the grant in reviews, plans and reports. Default: no reason. */
  readonly because?: string;
}

/**
 * Who gets which role. A role that can give access to others (Owner, User Access Administrator, Role Based Access
 * Control Administrator) needs a reason in `because`.
 */
export type GrantProps = ReasonedGrantProps | OrdinaryGrantProps;
