/** Who can take an obstacle out of the way. */
export const menders = {
  'partner-person': 'somebody of the partner, at a terminal',
  'partner-admin': "the partner's administrator",
  'customer-owner': "an Owner of the customer's subscription",
  'customer-global-admin': "the customer's Global Administrator",
} as const;

export type Mender = keyof typeof menders;

interface Obstacle {
  /** Why it cannot be done, as a sentence. */
  readonly because: string;
  /** What takes it out of the way, as a sentence. */
  readonly remedy: string;
  readonly mendedBy: Mender;
}

/** Everything that keeps a change from being made, in plain words. */
export const reasons = {
  no_token: {
    because: 'There are no credentials for the tenant that this channel writes with.',
    remedy: 'Sign in, or set up workload identity.',
    mendedBy: 'partner-person',
  },
  no_entra_role: {
    because:
      "Who signed in has no Entra role in the customer's tenant, without which nobody of the partner gets in.",
    remedy:
      'Have the GDAP relationship approved, and give one of its roles to a group that is in AdminAgents.',
    mendedBy: 'customer-global-admin',
  },
  no_second_factor: {
    because: 'Azure takes changes only from people who signed in with a second factor.',
    remedy: 'Sign in again with multifactor authentication.',
    mendedBy: 'partner-person',
  },
  person_needed: {
    because: 'Over AOBO a person makes the changes, and this is a workload identity.',
    remedy:
      'Let a person of AdminAgents apply a saved plan, or write over an identity in the customer tenant.',
    mendedBy: 'partner-person',
  },
  not_an_agent: {
    because:
      "The partner's group has a role here, and who signed in does not come through it: they are not in AdminAgents, or have no Entra role by GDAP.",
    remedy: 'Take them into a group that is in AdminAgents and has a role in the GDAP relationship.',
    mendedBy: 'partner-admin',
  },
  partner_role_too_small: {
    because: "The role that the partner's group has here does not permit it.",
    remedy:
      'Have an Owner give AdminAgents (as ForeignGroup, by its object id) a role that does, such as Owner.',
    mendedBy: 'customer-owner',
  },
  foreign_principal_removed: {
    because: "The partner's AdminAgents have no role here any more.",
    remedy: 'Have an Owner give AdminAgents (as ForeignGroup, by its object id) the role again.',
    mendedBy: 'customer-owner',
  },
  not_permitted: {
    because: 'The role of who makes the changes does not permit it.',
    remedy:
      'Have an Owner give Role Based Access Control Administrator, with a condition that limits the roles.',
    mendedBy: 'customer-owner',
  },
  condition: {
    because: 'The condition on the role of who makes the changes does not allow this role or principal.',
    remedy: 'Have an Owner widen the condition, or make the change.',
    mendedBy: 'customer-owner',
  },
  denied: {
    because: 'A deny assignment forbids it, whatever roles somebody has.',
    remedy: 'Azure makes deny assignments for managed applications and deployment stacks: change it there.',
    mendedBy: 'customer-owner',
  },
  scope_locked: {
    because: 'A resource lock forbids it, also for access.',
    remedy: 'Have the lock removed, apply, and put it back.',
    mendedBy: 'customer-owner',
  },
  not_delegated: {
    because: 'What is delegated over Azure Lighthouse does not include it.',
    remedy: 'Have the delegation extended, or write over another channel.',
    mendedBy: 'customer-owner',
  },
  lighthouse_owner: {
    because: 'Owner cannot be given or taken over Azure Lighthouse.',
    remedy: 'Write over AOBO, or over an identity in the customer tenant.',
    mendedBy: 'customer-owner',
  },
  lighthouse_principal: {
    because: 'Over Azure Lighthouse roles are given only to managed identities, never to users and groups.',
    remedy: 'Write over AOBO, or over an identity in the customer tenant.',
    mendedBy: 'customer-owner',
  },
  lighthouse_identity: {
    because:
      'Over Azure Lighthouse a grant must name the resource of the managed identity, which this one does not.',
    remedy: 'Write over AOBO, or over an identity in the customer tenant.',
    mendedBy: 'customer-owner',
  },
  lighthouse_access_control: {
    because: 'Azure Lighthouse lets nobody change access control, nor delegate further.',
    remedy: 'Write over AOBO, or over an identity in the customer tenant.',
    mendedBy: 'customer-owner',
  },
} as const satisfies Record<string, Obstacle>;

export type ReasonCode = keyof typeof reasons;

/** Why it is not known whether a change can be made. It is tried then. */
export const doubts = {
  permissions: 'What who makes the changes may do here could not be found out.',
  condition: 'The condition on the role of who makes the changes is not of a form that is understood.',
  denial: 'There is a deny assignment, and whether it concerns who makes the changes is not known.',
  locks: 'Whether a resource lock forbids it is not known.',
  second_factor: 'Whether who signed in used a second factor, the token does not say.',
  delegated_roles: 'Which roles were delegated to be given, Azure does not tell.',
} as const;

export type DoubtCode = keyof typeof doubts;
