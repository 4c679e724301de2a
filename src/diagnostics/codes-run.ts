/** What can go wrong while reading from and writing to Azure. */
export const runCodes = {
  azure_unreachable: {
    severity: 'error',
    summary: 'Azure could not be reached',
    explanation:
      'The name did not resolve, the connection was refused or nothing answered in time. Nothing was concluded from it.',
  },
  token_refused: {
    severity: 'error',
    summary: 'No token could be had',
    explanation:
      'The login endpoint refused the credentials, or there were none. In CI set up workload identity or AZURE_CLIENT_ID, AZURE_TENANT_ID and a secret or certificate; at a terminal run `az login --tenant TENANT`. `tilldela doctor CUSTOMER` says as whom it signs in.\nAADSTS50020 says that whoever signed in has no place in the tenant: over AOBO a group of yours must have an Entra role there, by GDAP.',
  },
  azure_error: {
    severity: 'error',
    summary: 'Azure refused a request',
    explanation:
      'The answer of Azure is quoted with its code and correlation id. One of 5xx or 408 to a change does not say whether it was made: it counts as unknown, and the next plan goes by what Azure has.',
  },
  wrong_tenant: {
    severity: 'error',
    summary: 'A subscription belongs to another tenant',
    explanation:
      'The subscription was declared under a customer whose tenant is not the one Azure names. A grant there would go to the wrong customer, so nothing is planned.\nAlso when a subscription was moved to another tenant, which deletes its role assignments. Nothing is taken out of the lock file until you say so:\n\n  tilldela forget CUSTOMER/ALIAS',
  },
  scope_unread: {
    severity: 'error',
    summary: 'A scope could not be read',
    explanation:
      'What could not be read is unknown, never empty: nothing at or below it is planned, and the plan counts as failed.',
  },
  principal_not_found: {
    severity: 'error',
    summary: "A principal does not exist in the customer's directory",
    explanation:
      "Names and object ids are looked up in the customer's tenant. Check the spelling; a guest is found by mail address as `guest`, or as `user` by the user principal name that the directory shows, with #EXT#. An object id is asked for, too, since Azure takes any id that comes with a type: nothing is planned for a new grant to nobody, and nothing is removed meanwhile. A grant that has ended is a warning only: it needs nobody any more.",
  },
  guest_not_invited: {
    severity: 'error',
    summary: "A guest is not in the customer's directory yet",
    explanation:
      'A `guest` is somebody from outside, looked up by mail address, also among the other addresses of guests. Access can be given once they are in the directory. `tilldela invite CUSTOMER` sends the invitation; an apply does not, since it takes Guest Inviter or User.Invite.All in Microsoft Graph, no right over Azure, and whoever gets it reads who invited them. Until then nothing of the customer is applied.',
  },
  invitation_refused: {
    severity: 'error',
    summary: 'A guest could not be invited',
    explanation:
      'Inviting takes User.Invite.All in Microsoft Graph and, for people, a directory role such as Guest Inviter; the tenant may also allow it to administrators only, or not for every domain. Whoever may do it in the tenant can run the line that is shown. Guests invited before stay invited.',
  },
  principal_type_differs: {
    severity: 'error',
    summary: 'A principal is declared as something that it is not',
    explanation:
      'The object id is in the directory as another kind of principal, so that either the kind or the id is wrong. Azure would refuse the grant.',
  },
  principal_gone: {
    severity: 'warning',
    summary: 'A principal that has access exists no more',
    explanation:
      "The user, group or service principal of a declared grant was deleted from the customer's directory. Azure keeps the assignment until somebody removes it: remove the grant from the file.",
  },
  principals_unchecked: {
    severity: 'warning',
    summary: 'Object ids could not be checked',
    explanation:
      'Whether the declared object ids of new grants belong to somebody is asked of the directory, which could not be read. Azure takes a mistyped id without a word, and then nobody has the access.',
  },
  principal_ambiguous: {
    severity: 'error',
    summary: "A display name is not unique in the customer's directory",
    explanation: 'Several directory objects bear the name. Use the object id of the one that is meant.',
  },
  directory_unread: {
    severity: 'warning',
    summary: 'The directory could not be read',
    explanation: 'Principals are shown by object id only, and whether one still exists is not known.',
  },
  activations_unread: {
    severity: 'warning',
    summary: 'Activated roles could not be read',
    explanation:
      'Whether access of a user was activated in Privileged Identity Management is not known; its origin is shown as unknown, and no entry of `ignore` that names an origin lets it be removed. Under `full` nothing that others made is removed there, as it may end by itself. Who reads needs `Microsoft.Authorization/roleAssignmentScheduleInstances/read`, which Reader has.',
  },
  delegations_unread: {
    severity: 'warning',
    summary: 'Delegations could not be read',
    explanation:
      'What is delegated to other tenants through Azure Lighthouse is not known. Role assignments were read.',
  },
  locks_unread: {
    severity: 'warning',
    summary: 'Resource locks could not be read',
    explanation:
      'Whether a resource lock forbids the changes is not known; they are tried. If there is one, Azure refuses with `ScopeLocked`, and `apply` says what to do.',
  },
  role_names_unread: {
    severity: 'warning',
    summary: 'The names of custom roles could not be read',
    explanation: 'Custom roles are shown by id only. Nothing else depends on their names.',
  },
  conflicting_owner: {
    severity: 'error',
    summary: 'A declared grant already belongs to another owner',
    explanation:
      'The assignment exists and bears the mark of an owner listed in `otherOwners`. Two teams must not manage the same grant: remove it from one of the two declarations.',
  },
  owner_changed: {
    severity: 'error',
    summary: 'The owner is not the one that was applied before',
    explanation:
      'Assignments are recognised as yours by names that your owner id gives. With another id they would count as made by hand, and what you no longer declare would never be removed. List the former id in `previousOwners`.',
  },
  name_taken: {
    severity: 'error',
    summary: 'The name of a new assignment is taken',
    explanation:
      'Another assignment bears the name that the configuration gives to the new one, and it cannot be replaced safely.',
  },
  role_name_taken: {
    severity: 'error',
    summary: 'Another custom role has that name',
    explanation:
      'Azure allows a role name once in a tenant, whatever the letter case. Custom roles are told apart by construct and scope, never by name: one that somebody else made is not taken over.',
  },
  removal_held_back: {
    severity: 'warning',
    summary: 'Something that is to go was left',
    explanation:
      'A custom role, a delegation or an assignment of Privileged Identity Management is to be removed, and is left as long as not all is known that may need it: a file of the project that cannot be read, or a part of the declaration that was not understood. Mend that, and plan again.',
  },
  role_in_use: {
    severity: 'warning',
    summary: 'A custom role that is no longer declared is still assigned, and stays',
    explanation:
      'Azure does not remove a role that somebody has. The assignments of it that this customer file declared go first; these are others, which nobody declared. All else is planned; the role is removed by the first plan that finds nobody with it.',
  },
  grant_expired: {
    severity: 'warning',
    summary: 'A grant has ended',
    explanation:
      'The day in `until` is over. What is ours is planned for removal; Azure itself does not end it. An eligible or active assignment of Privileged Identity Management Azure does end; one that has a later end there is planned for removal, too. Remove the grant from the file, or set a later day.',
  },
  acceptance_ended: {
    severity: 'warning',
    summary: 'An accepted deviation has ended',
    explanation:
      'The day in `until` of an accept entry is over; the access it accepted counts as drift again.',
  },
  change_failed: {
    severity: 'error',
    summary: 'A change was not made',
    explanation:
      'Azure refused it or it could not be verified. Others went on. Mend the cause and apply again: what is done stays done.',
  },
  change_skipped: {
    severity: 'error',
    summary: 'A change was not begun',
    explanation:
      'A change runs only after those that it depends on have been verified, a removal after the grants that may take its place. One of them did not succeed, or the apply was stopped. The access was left as it was; apply again.',
  },
  apply_interrupted: {
    severity: 'warning',
    summary: 'The last apply did not finish',
    explanation:
      'The journal ends in the middle of a change. Nothing is lost: the plan is made from what Azure has, and applying again ends in the declared state.',
  },
  apply_running: {
    severity: 'error',
    summary: 'Another apply of the customer is running',
    explanation:
      'Two applies at once would undo each other. The second is refused, also when the first is one of somebody else in the same folder; pipelines keep each other out by their own means.',
  },
  lock_not_written: {
    severity: 'error',
    summary: 'The lock file of a customer could not be written',
    explanation:
      'The lock file holds what Azure cannot tell: the scopes that were applied and the assignments that were adopted. It is written before the first change, so that nothing is changed where that fails. Where it fails afterwards, what was done stays done: mend the cause and apply again, and the file is made good.',
  },
  state_not_written: {
    severity: 'error',
    summary: 'The state folder could not be written',
    explanation:
      'An apply keeps a journal in `.tilldela`, and a mark that it is running. A change that the journal cannot name is not begun: after a crash nobody would know of it. What was done stays done; mend the cause and apply again.',
  },
  adoption_refused: {
    severity: 'error',
    summary: 'A customer was not adopted',
    explanation:
      "Adopting writes what Azure has into a customer's file that grants nothing yet. It never writes over what somebody declared, and keeps a file only when a plan of it changes nothing. Nothing was written to Azure; the file is as it was.",
  },
  usage: {
    severity: 'error',
    summary: 'The command cannot be run like this',
    explanation: '`tilldela --help` lists the commands, `tilldela COMMAND --help` its options.',
  },
  destroy_refused: {
    severity: 'error',
    summary: 'There is no destroy',
    explanation:
      "Removing all access of a customer at once locks people out. Remove grants from the customer's file and apply; to stop managing a scope and leave its access as it is, use `tilldela forget`.",
  },
  target_refused: {
    severity: 'error',
    summary: 'There is no target',
    explanation:
      'A partial apply of one customer leaves access in a state that nobody declared. Choose customers by name: `tilldela plan contoso`, `tilldela apply "con*"`.',
  },
  internal_error: {
    severity: 'error',
    summary: 'tilldela itself failed',
    explanation:
      'This is a defect in tilldela. Nothing was concluded from it; run again with TILLDELA_DEBUG=1 to see where.',
  },
} as const;
