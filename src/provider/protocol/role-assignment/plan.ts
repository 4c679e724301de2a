import { assignmentName, naturalKey, parseGuid, parseRoleDefinitionGuid, parseScope } from '../../../model';
import { isSameToAzure, type RoleAssignmentAttribute } from '../../../resources';
import type { Configuration } from '../configuration';
import type { PlannedChange, ProposedChange } from '../managed-resource';
import { textAt, unknown, type Value, type Values } from '../values/value';
import { attributeNames, replacing } from './schema';

export function planChange(
  { prior, proposed, config }: ProposedChange,
  settings: Configuration | undefined,
): PlannedChange {
  if (!prior) return { planned: asNew(proposed, config, settings), replaced: [] };
  const planned = { ...proposed };
  for (const name of attributeNames) {
    if (isSame(name, prior[name], planned[name])) planned[name] = prior[name] ?? null;
  }
  const replaced = replacing.filter((name) => planned[name] !== prior[name]);
  return replaced.length === 0
    ? { planned, replaced }
    : { planned: asNew(planned, config, settings), replaced };
}

/** True where the two mean the same to Azure: then the state keeps what it has, and nothing is shown as changed. */
export function isSame(
  name: RoleAssignmentAttribute,
  one: Value | undefined,
  other: Value | undefined,
): boolean {
  return isTextOrNull(one) && isTextOrNull(other) && isSameToAzure(name, one, other);
}

function isTextOrNull(value: Value | undefined): value is string | null {
  return typeof value === 'string' || value === null;
}

function asNew(values: Values, config: Values, settings: Configuration | undefined): Values {
  return { ...values, id: unknown, name: config['name'] ?? derivedName(values, settings) };
}

/** The name that everybody who declares the same access comes to. */
function derivedName(values: Values, settings: Configuration | undefined): Value {
  const scope = parseScope(textAt(values, 'scope') ?? '');
  const role = parseRoleDefinitionGuid(textAt(values, 'role_definition_id') ?? '');
  const principalId = parseGuid(textAt(values, 'principal_id') ?? '');
  if (!scope || !role || !principalId || !settings) return unknown;
  const { owner, tenantId } = settings;
  return assignmentName(owner, naturalKey({ tenantId, scope, role, principalId }));
}
