/** What can be wrong between declaration and plan: synthesized files, lock files, plan files, target. */
export const configurationCodes = {
  cloud_not_set: {
    severity: 'error',
    summary: 'No cloud is chosen',
    explanation:
      'Where a command acts is said, never guessed: in the context of cdktf.json ("cloud": "emulator") or with --cloud emulator | public | usgovernment | china. It is not inferred from credentials, and the emulator is never a fallback, so that a CI job that lost its secret fails instead of reporting "no drift".',
  },
  unknown_cloud: {
    severity: 'error',
    summary: 'No cloud has that name',
    explanation: 'The clouds are emulator, public, usgovernment and china.',
  },
  example_on_real_cloud: {
    severity: 'error',
    summary: 'The example is not for a real cloud',
    explanation:
      'Ids that begin with e0e0e0e0- belong to the example fleet and exist in the emulator only. An owner from the example would make the assignments of different partners look alike. `tilldela init` makes an owner of your own.',
  },
  project_not_found: {
    severity: 'error',
    summary: 'This folder is no tilldela project',
    explanation:
      'The folder has no readable cdktf.json. Run the command in the folder that has it, or `tilldela init` in an empty one.',
  },
  configuration_unreadable: {
    severity: 'error',
    summary: 'A synthesized configuration cannot be read',
    explanation:
      'cdktf.out holds a cdk.tf.json that is damaged, missing or not made by this version. `tilldela synth` makes it anew.',
  },
  unsupported_configuration: {
    severity: 'error',
    summary: 'The configuration holds something that the embedded engine cannot plan',
    explanation:
      "The embedded engine plans role assignments and reads directory objects. Anything else in a stack would silently be left undone, so it is an error. `tilldela plan` and `apply` with `--engine terraform` carry it through; for the embedded engine keep it in another stack than the customer's access.",
  },
  unsupported_expression: {
    severity: 'error',
    summary: 'The configuration holds an expression that cannot be evaluated',
    explanation:
      'The embedded engine evaluates what tilldela emits: references to data sources, concatenation, uuidv5, lower, and the count that ends a grant on a day. What it cannot evaluate it does not guess.',
  },
  condition_without_version: {
    severity: 'error',
    summary: 'A condition has no version',
    explanation:
      'A condition on a role assignment needs condition_version "2.0"; Azure refuses version 1.0 and a missing one.',
  },
  lock_unreadable: {
    severity: 'error',
    summary: 'A lock file cannot be read',
    explanation:
      "The lock file lists the scopes ever applied and the assignments adopted. It is made by `tilldela apply` and committed beside the customer's file; restore it from version control.",
  },
  lock_lost: {
    severity: 'warning',
    summary: 'There is no lock file, and Azure has access that bears our names',
    explanation:
      "The lock file holds what Azure cannot tell: the scopes ever applied, the assignments that were adopted, and the constructs that custom roles and delegations were made by. Without it what is declared is still recognised, and grants of ours that are no longer declared are removed as ever. What was adopted, and custom roles and delegations that are no longer declared, count as somebody else's and stay; a scope that the configuration lost goes unnoticed. Restore the file from version control, or look through custom roles and delegations once by hand. Where `cdktf deploy` made the assignments there never was one: the next apply writes it.",
  },
  scope_of_another_customer: {
    severity: 'error',
    summary: 'A scope is in the lock file of another customer',
    explanation:
      "A scope belongs to one customer's file: two files would each remove what the other grants, since both have the same owner. The lock file of another customer says that it was applied from there. Take it out of one of the two; `tilldela forget CUSTOMER/ALIAS` leaves the access as it is and lets another file take over.",
  },
  removals_refused: {
    severity: 'error',
    summary: 'Removals were held back for what other customers may own',
    explanation:
      'Which scopes another customer looks after is not known, because its lock file cannot be read or its file cannot be loaded. What looks like access that nobody declares any more could be theirs, so nothing is removed until that is mended. Grants are made as usual.',
  },
  scope_vanished: {
    severity: 'error',
    summary: 'A scope that was applied before is no longer declared',
    explanation:
      "The lock file lists a subscription that the declaration has lost: the customer's file, an alias or its id is gone. Access there would be orphaned because somebody deleted a line.\nPut the line back and remove the grants first; or, when the access is to stay as it is and only tilldela is to stop looking after it:\n\n  tilldela forget CUSTOMER/ALIAS",
  },
  removal_prevented: {
    severity: 'error',
    summary: 'A plan would remove access that must not be removed',
    explanation:
      'The grant has `preventDestroy`, and what is declared now can only come about by removing the access that it gave before: another role or another principal is another assignment to Azure. As long as the grant is declared so, no such plan is applied. A grant that is taken out of the file altogether is removed like any other, as under Terraform.',
  },
  role_file_unreadable: {
    severity: 'error',
    summary: 'The catalogue of roles cannot be read',
    explanation:
      'stacks/roles.json lists the roles of your customers that tilldela does not know by itself. It is written by `tilldela roles refresh` and committed.',
  },
  role_name_reserved: {
    severity: 'warning',
    summary: 'A custom role has the name of another role',
    explanation:
      'A name of a built-in role always means that one, whatever a tenant calls its own roles: otherwise a grant that everybody reads as Reader could be something else in one tenant. The custom role was left out of the catalogue. Rename it in Azure to grant it by name.',
  },
  plan_file_unreadable: {
    severity: 'error',
    summary: 'A plan file cannot be read',
    explanation: 'The file is no plan that `tilldela plan --out FILE` wrote, or it is damaged. Make it anew.',
  },
  plan_file_version: {
    severity: 'error',
    summary: 'A plan file was made by another version',
    explanation: 'Plan with the same version that applies. Make the plan anew.',
  },
  plan_other_configuration: {
    severity: 'error',
    summary: 'A plan was made from another configuration',
    explanation:
      'The declaration changed after the plan was made, or the plan was made for another cloud. Nothing of this customer was changed. Make the plan anew and have it reviewed again.',
  },
  plan_stale: {
    severity: 'error',
    summary: 'Azure or the date has moved on since the plan was made',
    explanation:
      'Just before acting, the plan is computed again from what Azure has now. What it would change is no longer the same, so nothing of this customer was changed. Make the plan anew. Changes elsewhere in the subscription do not make a plan stale.',
  },
} as const;
