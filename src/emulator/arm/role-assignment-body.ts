import { Refusal } from '../http/refusal';
import type { PrincipalType } from '../world/world';

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

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const roleDefinitionPath = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]*)$/i;

export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}

/**
 * Reads `{"properties":{…}}` of a PUT. Read-only properties that a client sends back are ignored.
 *
 * @throws Refusal 400 for the first thing that is wrong
 */
export function readRoleAssignmentBody(text: string): RoleAssignmentBody {
  const body = parseJson(text);
  const properties = isRecord(body) && isRecord(body.properties) ? body.properties : undefined;
  if (!properties) throw badFormat();
  const optional = (name: string): string | null => readText(properties[name]);
  const condition = optional('condition') || null;
  return {
    roleDefinitionId: readRoleDefinitionId(properties['roleDefinitionId']),
    principalId: readPrincipalId(properties['principalId']),
    principalType: readPrincipalType(optional('principalType')),
    description: optional('description'),
    condition,
    conditionVersion: readConditionVersion(condition, optional('conditionVersion')),
    delegatedManagedIdentityResourceId: optional('delegatedManagedIdentityResourceId') || null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${(error as Error).message}'.`,
    );
  }
}

function readRoleDefinitionId(value: unknown): string {
  if (typeof value !== 'string') throw badFormat();
  const id = roleDefinitionPath.exec(value)?.[1];
  if (id === undefined) throw badFormat(); // a bare GUID, among others
  if (isGuid(id)) return id;
  throw new Refusal(400, 'InvalidRoleDefinitionId', `The role definition ID '${id}' is not valid.`);
}

function readPrincipalId(value: unknown): string {
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

/**
 * A condition without a version has version 2.0, the only one there is.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-faq
 */
function readConditionVersion(condition: string | null, version: string | null): string | null {
  if (condition === null) return null;
  if (version === null || version === '2.0') return '2.0';
  // Text: https://github.com/MicrosoftDocs/azure-docs/issues/119449
  throw new Refusal(400, 'InvalidCondition', 'The given role assignment condition is invalid.');
}

function readText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw badFormat();
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badFormat(): Refusal {
  return new Refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.');
}
