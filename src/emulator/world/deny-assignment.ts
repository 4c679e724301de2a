import type { Permission } from './world';

/** Azure makes these itself, for managed applications and deployment stacks; nobody can write them. */
export interface DenyAssignment {
  /** The GUID at the end of the id. */
  readonly name: string;
  readonly denyAssignmentName: string;
  readonly description?: string;
  readonly scope: string;
  readonly permissions: readonly Permission[];
  readonly doNotApplyToChildScopes?: boolean;
  readonly principals: readonly DeniedPrincipal[];
  readonly excludePrincipals?: readonly DeniedPrincipal[];
  readonly isSystemProtected?: boolean;
}

interface DeniedPrincipal {
  /** The nil GUID stands for everyone. */
  readonly id: string;
  readonly type: 'User' | 'Group' | 'ServicePrincipal' | 'SystemDefined' | 'Everyone';
}
