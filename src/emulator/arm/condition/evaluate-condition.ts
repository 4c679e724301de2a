import { coversAction } from '../action-pattern';
import type { Attribute, Condition, Operand } from './condition';
import { operators } from './operators';

/** What is being attempted, as far as conditions on role assignments can ask. */
export interface Attempt {
  /** Such as `Microsoft.Authorization/roleAssignments/write`. */
  readonly action: string;
  /** The role assignment that would be written. */
  readonly request?: AssignmentAttributes;
  /** The role assignment that is there. */
  readonly resource?: AssignmentAttributes;
}

export interface AssignmentAttributes {
  /** Bare GUID. */
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: string;
  /** No attribute of conditions; Azure Lighthouse looks at it. */
  readonly delegatedManagedIdentityResourceId?: string | null;
}

/**
 * Whether a condition lets an attempt through. An attribute that the attempt does not have makes its comparison
 * false, negative ones included.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-overview
 */
export function evaluateCondition(condition: Condition, attempt: Attempt): boolean {
  switch (condition.kind) {
    case 'and':
      return evaluateCondition(condition.left, attempt) && evaluateCondition(condition.right, attempt);
    case 'or':
      return evaluateCondition(condition.left, attempt) || evaluateCondition(condition.right, attempt);
    case 'not':
      return !evaluateCondition(condition.operand, attempt);
    case 'matches':
      // Role assignments have no suboperations.
      return condition.what === 'action' && coversAction(condition.patterns, attempt.action);
    case 'exists':
      return valueOf(condition.attribute, attempt) !== undefined;
    case 'compare':
      return compares(condition, attempt);
  }
}

function compares(comparison: Extract<Condition, { kind: 'compare' }>, attempt: Attempt): boolean {
  const actual = valueOf(comparison.attribute, attempt);
  const compare = operators.get(comparison.operator.toLowerCase());
  if (actual === undefined || !compare) return false;
  const matchesOne = (value: Operand): boolean => {
    const expected = typeof value === 'object' ? valueOf(value, attempt) : String(value);
    return expected !== undefined && compare(actual, expected);
  };
  // Each attribute of a role assignment has one value, so that any of them and all of them are the same.
  return comparison.quantifier?.right === 'all'
    ? comparison.values.every(matchesOne)
    : comparison.values.some(matchesOne);
}

function valueOf({ source, name }: Attribute, attempt: Attempt): string | undefined {
  const attributes = {
    Request: attempt.request,
    Resource: attempt.resource,
    Principal: undefined,
    Environment: undefined,
  }[source];
  switch (name.toLowerCase()) {
    case 'microsoft.authorization/roleassignments:roledefinitionid':
      return attributes?.roleDefinitionId;
    case 'microsoft.authorization/roleassignments:principalid':
      return attributes?.principalId;
    case 'microsoft.authorization/roleassignments:principaltype':
      return attributes?.principalType;
    default:
      return undefined;
  }
}
