import type { RoleAssignmentAttribute } from '../../../resources';
import { FindingError, findingsIn } from '../finding';

/** Which argument an error of Azure is about, by its code, or by the code of the diagnostic. */
const arguments_: ReadonlyMap<string, RoleAssignmentAttribute> = new Map([
  ['principal_not_found', 'principal_id'],
  ['PrincipalNotFound', 'principal_id'],
  ['UnmatchedPrincipalType', 'principal_type'],
  ['RoleDefinitionDoesNotExist', 'role_definition_id'],
  ['InvalidRoleDefinitionId', 'role_definition_id'],
  ['InvalidCondition', 'condition'],
  ['InvalidConditionVersion', 'condition_version'],
  ['SubscriptionNotFound', 'scope'],
  ['InvalidSubscriptionId', 'scope'],
  ['ResourceGroupNotFound', 'scope'],
  ['ManagementGroupNotFound', 'scope'],
  ['AuthorizationFailed', 'scope'],
]);

/** Throws the same error with the argument that it is about, so that Terraform shows the line. */
export function naming(error: unknown): never {
  const findings = findingsIn(error);
  if (!findings) throw error;
  const azureCode = codeOf(error instanceof Error ? error.cause : undefined);
  throw new FindingError(
    findings.map((finding) => {
      const name = arguments_.get(finding.diagnostic.code) ?? arguments_.get(azureCode);
      return { ...finding, argument: finding.argument ?? (name && [name]) };
    }),
  );
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
