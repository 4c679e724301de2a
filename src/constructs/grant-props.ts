import type { OrdinaryRoleName, RoleName } from '../catalogue';
import type { AssignmentLimits } from './condition';
import type { Grant } from './grant';
import type { CustomRole } from './custom-role';
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
  /**
   * Under which condition the role holds: text as Azure takes it, or `onlyAssign(...)`. It belongs to the assignment and
   * does not tell two of them apart. Default: none.
   */
  readonly condition?: string | AssignmentLimits;
  /** Version of the condition's language; Azure takes only this one. Default: `2.0`. */
  readonly conditionVersion?: '2.0';
  /** Grants of the same customer that must be in place and verified before this one is made. Default: none. */
  readonly dependsOn?: readonly Grant[];
  /**
   * A plan that would remove or replace the assignment is an error. Not together with `until`. Like Terraform's
   * `prevent_destroy` it holds as long as the grant is declared. Default: false.
   */
  readonly preventDestroy?: boolean;
  /** What may differ in Azure from the declaration once the assignment is made. Default: nothing. */
  readonly ignoreChanges?: readonly 'condition'[];
}

/** A grant of any role, with its reason. */
export interface ReasonedGrantProps extends CommonGrantProps {
  /** The role, by the name that Azure shows, or a custom role of the same stack. */
  readonly role: RoleName | CustomRole;
  /** Why; shown beside the grant in reviews, plans and reports. */
  readonly because: string;
}

/** A grant of a role that cannot give access to others. */
export interface OrdinaryGrantProps extends CommonGrantProps {
  /** The role, by the name that Azure shows, or a custom role of the same stack. */
  readonly role: OrdinaryRoleName | CustomRole;
  /** Why; shown beside the grant in reviews, plans and reports. Default: no reason. */
  readonly because?: string;
}

/**
 * Who gets which role. A role that can give access to others (Owner, User Access Administrator, Role Based Access
 * Control Administrator) needs a reason in `because`.
 */
export type GrantProps = ReasonedGrantProps | OrdinaryGrantProps;
