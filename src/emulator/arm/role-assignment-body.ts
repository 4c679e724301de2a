import { Refusal } from '../http/refusal';
import type { PrincipalType } from '../world/world';
import { parseCondition } from './condition/parse-condition';
import { badFormat, isGuid, parseProperties, readText } from './json-body';
import type { JsonObject } from './json-body';

/** The writable part of a role assignment; what the request leaves out is null. */
export interface RoleAssignmentBody {
  /** Bare GUID, in the case in which it was sent. */
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: PrincipalType | null;
  readonly description: string | null;
  readonly condition: string | null;
  readonly conditionVersion: string | null;
  readonly delegatedManagedIdentityResourceId: string | null;
}

const principalTypes: readonly PrincipalType[] = [
  'User',
  'Group',
  'ServicePrincipal',
  'ForeignGroup',
  'Device',
];

const roleDefinitionPath = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]*)$/i;

/**
 * Reads `{"properties":{…}}` of a PUT. Read-only properties that a client sends back are ignored.
 *
 * @throws Refusal 400 for the first thing that is wrong
 */
export function readRoleAssignmentBody(text: string): RoleAssignmentBody {
  const properties = parseProperties(text);
  const optional = (name: string): string | null => readText(properties[name]);
  return {
    roleDefinitionId: readRoleDefinitionId(properties['roleDefinitionId']),
    principalId: readPrincipalId(properties['principalId']),
    principalType: readPrincipalType(optional('principalType')),
    description: readDescription(optional('description')),
    ...readCondition(properties),
    delegatedManagedIdentityResourceId: optional('delegatedManagedIdentityResourceId') || null,
  };
}

/** @returns the GUID at the end of a role definition's full id */
export function readRoleDefinitionId(value: unknown): string {
  if (typeof value !== 'string') throw badFormat();
  const id = roleDefinitionPath.exec(value)?.[1];
  if (id === undefined) throw badFormat(); // a bare GUID, among others
  if (isGuid(id)) return id;
  throw new Refusal(400, 'InvalidRoleDefinitionId', `The role definition ID '${id}' is not valid.`);
}

export function readPrincipalId(value: unknown): string {
  if (typeof value === 'string' && isGuid(value)) return value;
  throw new Refusal(400, 'InvalidPrincipalId', 'A valid principal ID must be provided for role assignment.');
}

function readPrincipalType(text: string | null): PrincipalType | null {
  if (text === null) return null;
  const known = principalTypes.find((type) => type.toLowerCase() === text.toLowerCase());
  if (known) return known;
  throw new Refusal(
    400,
    'InvalidPrincipalType',
    `The PrincipalType property '${text}' is not valid. It must be 'User', 'Group' or 'ServicePrincipal'.`,
  );
}

/** Sources: https://learn.microsoft.com/azure/role-based-access-control/conditions-faq and /troubleshoot-limits */
const maximumLength = { condition: 8192, description: 2048 };

/**
 * A condition that can be parsed, and its version: 2.0, the only one there is, also when the request has none.
 *
 * @throws Refusal 400 `InvalidCondition`. Text: https://github.com/MicrosoftDocs/azure-docs/issues/119449
 */
export function readCondition(
  properties: JsonObject,
): Pick<RoleAssignmentBody, 'condition' | 'conditionVersion'> {
  const condition = readText(properties['condition']) || null;
  const version = readText(properties['conditionVersion']);
  if (condition === null) return { condition, conditionVersion: null };
  const isValid =
    (version === null || version === '2.0') &&
    condition.length <= maximumLength.condition &&
    parseCondition(condition) !== undefined;
  if (isValid) return { condition, conditionVersion: '2.0' };
  throw new Refusal(400, 'InvalidCondition', 'The given role assignment condition is invalid.');
}

/** The limit is documented, the answer beyond it is not. */
function readDescription(text: string | null): string | null {
  if (text === null || text.length <= maximumLength.description) return text;
  throw badFormat();
}
