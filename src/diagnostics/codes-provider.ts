/** What can go wrong when Terraform or OpenTofu drives the provider. */
export const providerCodes = {
  invalid_argument: {
    severity: 'error',
    summary: 'An argument has a value that cannot be used',
    explanation:
      'Terraform shows the line. The value is of the right type and still not one that Azure takes: an id that is no GUID, a scope that does not exist in Azure, a condition without version, a duration that is none.',
  },
  provider_not_ready: {
    severity: 'error',
    summary: 'The configuration of the provider is not known yet',
    explanation:
      'An argument of the provider block comes from a resource that is still to be made, so that Azure cannot be asked. Make that resource first, with a configuration of its own or with -target.',
  },
  already_exists: {
    severity: 'error',
    summary: 'The assignment exists and is not in the state',
    explanation:
      'Azure keeps one assignment for the same principal, role and scope. One that Terraform did not make is never taken over silently: import it, with the name that it has in Azure, or remove the resource from the configuration.',
  },
  gone_meanwhile: {
    severity: 'error',
    summary: 'The assignment was removed since the plan was made',
    explanation: 'What is to be changed does not exist any more. Plan again: it is then planned as new.',
  },
  operation_stopped: {
    severity: 'error',
    summary: 'The operation was stopped',
    explanation:
      'Terraform was told to stop. Requests that were under way were waited for, nothing new was begun. Plan again to see how far it came.',
  },
  operation_timed_out: {
    severity: 'error',
    summary: 'The operation took longer than its time limit',
    explanation:
      'The limits stand in the block `timeouts` of the resource. Azure may still carry out what it was asked last; plan again to see. A role assignment that may have been made is in the state as tainted: the next plan makes it anew, unless `terraform untaint` keeps it.',
  },
} as const;
