import { Refusal } from '../http/refusal';

// Codes: hashicorp/terraform-provider-azurerm pim_active_role_assignment_resource.go and recorded answers in its issues.

export function alreadyAssigned(): Refusal {
  return new Refusal(400, 'RoleAssignmentExists', 'The Role assignment already exists.');
}

export function notAssigned(): Refusal {
  return new Refusal(400, 'RoleAssignmentDoesNotExist', 'The Role assignment does not exist.');
}

export function subjectNotFound(): Refusal {
  return new Refusal(400, 'SubjectNotFound', 'The subject is not found.');
}

export function activeTooShort(): Refusal {
  return new Refusal(
    400,
    'ActiveDurationTooShort',
    'The active duration is too short. The minimum required is 5 minutes.',
  );
}

/** @param rules such as `ExpirationRule` */
export function policyFailed(rules: readonly string[]): Refusal {
  return new Refusal(
    400,
    'RoleAssignmentRequestPolicyValidationFailed',
    `The following policy rules failed: ${JSON.stringify(rules)}`,
  );
}
