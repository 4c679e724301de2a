/** What can go wrong while Terraform or OpenTofu is run. */
export const terraformCodes = {
  terraform_missing: {
    severity: 'error',
    summary: 'There is no Terraform to run',
    explanation:
      'With `--engine terraform` the program that TERRAFORM_BINARY_NAME names is run, or else terraform or tofu of the PATH. The embedded engine needs none of them.',
  },
  terraform_failed: {
    severity: 'error',
    summary: 'Terraform failed for a customer',
    explanation:
      'What it printed is quoted. Other customers went on. What it had done by then is in its state; mend the cause and run again.',
  },
  terraform_login: {
    severity: 'error',
    summary: 'Terraform could not sign in',
    explanation:
      'Terraform is given the identity that tilldela signs in with: secret, certificate, federated token, GitHub Actions, az login, or the managed identity of a virtual machine. azurerm takes a certificate as PKCS#12 only, so it needs a file of its own (ARM_CLIENT_CERTIFICATE_PATH). Variables that begin with ARM_ go before. It cannot sign in with a device code.',
  },
  terraform_backend: {
    severity: 'error',
    summary: 'Terraform could not reach its state',
    explanation:
      'The state is in a file of the project, or where `backend: azurermBackend(...)` of the stack says. Nothing was planned for the customer.',
  },
  terraform_locked: {
    severity: 'error',
    summary: 'The state is locked by somebody else',
    explanation:
      'Terraform lets one run at a time change a state. tilldela never releases the lock of another run: whoever knows that it has ended does, with `terraform force-unlock`.',
  },
  terraform_provider: {
    severity: 'error',
    summary: 'Terraform did not find a provider',
    explanation:
      'azurerm and azuread come from the registry or from where the CLI configuration of Terraform says, the provider of tilldela from the folder of the stack. A CLI configuration with `provider_installation` has to offer all of them: `tilldela provider install`.',
  },
  terraform_killed: {
    severity: 'error',
    summary: 'Terraform was killed',
    explanation:
      'Something ended it before it could write its state, such as a lack of memory. Assignments that it made bear names that are computed, so the next run finds and imports them. On a remote backend its lock is left; the line that releases it is printed and never run by tilldela.',
  },
  terraform_stopped: {
    severity: 'error',
    summary: 'Terraform was asked to stop',
    explanation: 'It finished what it had begun, wrote its state and released its lock. Run again to go on.',
  },
  terraform_plan_moved: {
    severity: 'error',
    summary: 'What is left to do is not what was reviewed',
    explanation:
      'A plan that both grants and removes is carried out in two parts, grants first. Before each part the plan is made again; where it is not exactly the reviewed one, nothing more is done. Access that was to go is still there.',
  },
  terraform_adopt_first: {
    severity: 'error',
    summary: 'A declared grant exists under another name',
    explanation:
      'Terraform would have to remove the assignment and make it again, and cannot make it while it exists. `tilldela adopt CUSTOMER` records it in the lock file without a change in Azure; then Terraform imports it.',
  },
  terraform_blind: {
    severity: 'warning',
    summary: 'Terraform does not see what it does not hold in its state',
    explanation:
      'Terraform removes only what its state holds. What the embedded engine or an earlier state made is removed by `tilldela apply` without `--engine terraform`; that engine also enforces `ownership`.',
  },
  terraform_gap: {
    severity: 'warning',
    summary: 'Terraform removes something before it makes it anew',
    explanation:
      'Until the new one is made, nobody has this access or role, and nobody gets it back while Azure refuses the new one. A grant without a condition is made anew first, since the new one has another name; azurerm before its version 5.2 makes a grant anew under its name for another condition, and delegations for another offer. The embedded engine changes these in place.',
  },
  terraform_same_name: {
    severity: 'error',
    summary: 'Terraform would make something that still exists',
    explanation:
      'Azure has one assignment of a name, so the new one cannot be made before the former is gone. azurerm before its version 5.2 replaces an assignment when its condition goes. Nothing was changed for the customer.',
  },
  terraform_removes_kept: {
    severity: 'error',
    summary: 'Terraform would remove access that is to stay',
    explanation:
      'Its state holds an assignment that no grant declares any more, and that `ignore` or `accept` leaves in Azure, or whose removal is held back as long as not all is known that may need it. Terraform knows none of this. Take the assignment out of its state, or mend what holds the removal back. Nothing was changed for the customer.',
  },
  terraform_no_channel: {
    severity: 'warning',
    summary: 'Terraform will try what whoever runs this cannot do',
    explanation:
      'Azure will refuse these changes, and Terraform fails then; the embedded engine leaves them out and hands them off. `tilldela handoff CUSTOMER` writes what the administrator of the customer is to do; what they made is imported by the next run. Where ARM_ variables let Terraform sign in as somebody else, it may be able to.',
  },
  terraform_unjudged: {
    severity: 'warning',
    summary: 'The guards could not judge a change of Terraform',
    explanation:
      'Guards judge role assignments, custom roles, eligible and active assignments and delegations. A change of another type, which Terraform makes beside them, or one whose values are known only while applying, is for you to read.',
  },
} as const;
