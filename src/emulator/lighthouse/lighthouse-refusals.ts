import { Refusal } from '../http/refusal';

/** What the resource provider says of every offer that it does not take. */
export function invalidDefinition(message: string): Refusal {
  return new Refusal(400, 'InvalidRegistrationDefinitionCreateRequest', message);
}

export function definitionNotFound(name: string): Refusal {
  return new Refusal(
    404,
    'RegistrationDefinitionNotFound',
    `The registration definition '${name}' is not found.`,
  );
}

export function assignmentNotFound(name: string): Refusal {
  return new Refusal(
    404,
    'RegistrationAssignmentNotFound',
    `The registration assignment '${name}' is not found.`,
  );
}
