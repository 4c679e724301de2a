import {
  badFormat,
  isGuid,
  isObject,
  parseJson,
  parseProperties,
  readList,
  readText,
  readTexts,
} from '../arm/json-body';
import type { JsonObject } from '../arm/json-body';
import type {
  EligibleAuthorization,
  LighthouseAuthorization,
  RegistrationDefinition,
} from '../world/registration';
import { invalidDefinition } from './lighthouse-refusals';

/** The writable part of a registration definition. */
export type DefinitionBody = Pick<
  RegistrationDefinition,
  | 'registrationDefinitionName'
  | 'description'
  | 'managedByTenantId'
  | 'authorizations'
  | 'eligibleAuthorizations'
  | 'plan'
>;

/** @throws Refusal 400 for the first thing that is wrong */
export function readDefinitionBody(text: string): DefinitionBody {
  const properties = parseProperties(text);
  const managedByTenantId = readGuid(properties['managedByTenantId'], 'ManagedByTenantId');
  const authorizations = readList(properties['authorizations'], readAuthorization);
  const eligibleAuthorizations = readList(properties['eligibleAuthorizations'], readEligible);
  if (authorizations.length === 0) {
    throw invalidDefinition('At least one authorization must be provided for registration definition.');
  }
  return {
    registrationDefinitionName: readText(properties['registrationDefinitionName']),
    description: readText(properties['description']),
    managedByTenantId,
    authorizations,
    eligibleAuthorizations,
    plan: readPlan(parseJson(text)),
  };
}

function readAuthorization(value: unknown): LighthouseAuthorization {
  if (!isObject(value)) throw badFormat();
  const delegated = readTexts(value['delegatedRoleDefinitionIds']);
  return {
    ...readGrantee(value),
    roleDefinitionId: readGuid(value['roleDefinitionId'], 'RoleDefinitionId'),
    ...(delegated.length > 0 && {
      delegatedRoleDefinitionIds: delegated.map((id) => readGuid(id, 'DelegatedRoleDefinitionId')),
    }),
  };
}

function readEligible(value: unknown): EligibleAuthorization {
  if (!isObject(value)) throw badFormat();
  const policy = value['justInTimeAccessPolicy'];
  return {
    ...readGrantee(value),
    roleDefinitionId: readGuid(value['roleDefinitionId'], 'RoleDefinitionId'),
    ...(policy !== undefined && policy !== null && { justInTimeAccessPolicy: readPolicy(policy) }),
  };
}

function readPolicy(value: unknown): NonNullable<EligibleAuthorization['justInTimeAccessPolicy']> {
  if (!isObject(value)) throw badFormat();
  const provider = readText(value['multiFactorAuthProvider']);
  const duration = readText(value['maximumActivationDuration']);
  const approvers = readList(value['managedByTenantApprovers'], (approver) => {
    if (!isObject(approver)) throw badFormat();
    return readGrantee(approver);
  });
  if (provider !== null && !['azure', 'none'].includes(provider.toLowerCase())) throw badFormat();
  return {
    ...(provider !== null && { multiFactorAuthProvider: provider }),
    ...(duration !== null && { maximumActivationDuration: duration }),
    managedByTenantApprovers: approvers,
  };
}

function readGrantee(value: JsonObject): { principalId: string; principalIdDisplayName?: string } {
  const name = readText(value['principalIdDisplayName']);
  return {
    principalId: readGuid(value['principalId'], 'PrincipalId'),
    ...(name !== null && { principalIdDisplayName: name }),
  };
}

/** `plan` stands beside `properties`; clients send one with empty texts when there is none. */
function readPlan(body: unknown): DefinitionBody['plan'] {
  const plan = isObject(body) ? (body['plan'] ?? null) : null;
  if (plan === null) return null;
  if (!isObject(plan)) throw badFormat();
  const read = (name: string): string => readText(plan[name]) ?? '';
  const read4 = {
    name: read('name'),
    publisher: read('publisher'),
    product: read('product'),
    version: read('version'),
  };
  return Object.values(read4).every((text) => text === '') ? null : read4;
}

/** Text: https://github.com/MicrosoftDocs/azure-docs/issues/35663 */
function readGuid(value: unknown, name: string): string {
  const text = readText(value) ?? '';
  if (isGuid(text)) return text;
  throw invalidDefinition(`The ${name} '${text}' must be a valid Guid.`);
}
