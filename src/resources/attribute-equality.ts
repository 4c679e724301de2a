import { parseGuid, parseRoleDefinitionGuid, parseScope, scopeKey } from '../model';
import { normalCondition } from './condition';
import type { RoleAssignmentAttribute } from './role-assignment';

const asWritten = (text: string) => text;
const asGuid = (text: string) => parseGuid(text) ?? text;

/** A text that is equal for values that Azure takes for the same. */
const comparable: Readonly<Record<RoleAssignmentAttribute, (text: string) => string>> = {
  name: asGuid,
  scope: (text) => {
    const scope = parseScope(text);
    return scope ? scopeKey(scope) : text;
  },
  role_definition_id: (text) => parseRoleDefinitionGuid(text) ?? text,
  principal_id: asGuid,
  principal_type: asWritten,
  condition: normalCondition,
  condition_version: asWritten,
  description: asWritten,
};

/** True where two values of an attribute mean the same to Azure; to it, empty is not set. */
export function isSameToAzure(
  attribute: RoleAssignmentAttribute,
  one: string | null,
  other: string | null,
): boolean {
  const form = comparable[attribute];
  return form(one ?? '') === form(other ?? '');
}
