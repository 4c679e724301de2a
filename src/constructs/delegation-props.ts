import type { BuiltInRoleName } from '../catalogue';
import type { ForeignPrincipal } from './principals';

/** Somebody of the partner's tenant: a group of `definePartner`, or the object id of any user, group or application. */
export type PartnerPrincipal = ForeignPrincipal | string;

interface CommonDelegatedProps {
  /** Who has the role. */
  readonly to: PartnerPrincipal;
  /** What the customer sees in place of the object id. Default: the object id. */
  readonly name?: string;
}

/** A role that somebody always has in what is delegated. */
export interface DelegatedRoleProps extends CommonDelegatedProps {
  /** A built-in role without data actions, and never Owner. */
  readonly role: BuiltInRoleName;
  /**
   * With User Access Administrator only: the roles that may be given to managed identities. Default: none, which that role
   * does not allow.
   */
  readonly assignableRoles?: readonly BuiltInRoleName[];
}

/** A role that somebody can take up for some hours. */
export interface EligibleRoleProps extends CommonDelegatedProps {
  readonly role: BuiltInRoleName;
  /** Longest time, ISO 8601, in half hours from `PT30M` to `PT8H`. Default: `PT8H`. */
  readonly longestActivation?: string;
  /** Whether taking it up needs multi-factor authentication. Default: true. */
  readonly multiFactor?: boolean;
  /** Who of the partner's tenant approves, with names by object id. Default: nobody need approve. */
  readonly approvers?: readonly CommonDelegatedProps[];
}

/** What is delegated to the partner's tenant over Azure Lighthouse. */
export interface DelegationProps {
  /** The name of the offer that the customer sees among its service providers. */
  readonly offerName: string;
  /** Shown to the customer beside the name. Default: none. */
  readonly description?: string;
  /** Why; shown in reviews, plans and reports. Default: no reason. */
  readonly because?: string;
  readonly authorizations: readonly DelegatedRoleProps[];
  /** Default: none. */
  readonly eligible?: readonly EligibleRoleProps[];
}
