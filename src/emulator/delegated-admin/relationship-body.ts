import { isGuid } from '../arm/json-body';
import { parseObject } from '../graph/json-body';
import { Refusal } from '../http/refusal';
import { isRelationshipDuration } from './duration';

/** The fields of a relationship that the partner writes; those that the body does not name are absent. */
export interface RelationshipFields {
  readonly displayName?: string;
  readonly duration?: string;
  readonly autoExtendDuration?: 'P0D' | 'PT0S' | 'P180D';
  readonly customerTenantId?: string;
  readonly roles?: readonly string[];
}

/** Template id of the Entra role that no relationship extends itself with. */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

/**
 * Source: https://learn.microsoft.com/graph/api/tenantrelationship-post-delegatedadminrelationships
 *
 * @throws Refusal 400 `badRequest`
 */
export function readRelationshipBody(text: string): RelationshipFields {
  const body = parseObject(text);
  const customer = body['customer'];
  return defined({
    displayName: readField(
      body,
      'displayName',
      isName,
      'The displayName must be a text of 1 to 50 characters.',
    ),
    duration: readField(
      body,
      'duration',
      isRelationshipDuration,
      'The duration must be a value between P1D and P2Y inclusive, in ISO 8601 format.',
    ),
    autoExtendDuration: readField(
      body,
      'autoExtendDuration',
      isExtension,
      'The autoExtendDuration must be one of P0D, PT0S and P180D.',
    ),
    customerTenantId: isPresent(customer)
      ? readField(customer as Fields, 'tenantId', isGuid, 'The customer tenantId must be a GUID.')
      : undefined,
    roles: readRoles(body['accessDetails']),
  });
}

/** @returns the role ids of `accessDetails`, undefined when there are none. @throws Refusal 400 `badRequest` */
export function readRoles(accessDetails: unknown): readonly string[] | undefined {
  if (!isPresent(accessDetails)) return undefined;
  const roles: unknown = (accessDetails as Fields)['unifiedRoles'];
  const ids = Array.isArray(roles)
    ? roles.map((role: unknown) => (isPresent(role) ? (role as Fields)['roleDefinitionId'] : undefined))
    : [];
  if (ids.length > 0 && ids.every((id): id is string => typeof id === 'string' && isGuid(id))) {
    return [...new Set(ids.map((id) => id.toLowerCase()))];
  }
  throw badRequest('The accessDetails must name at least one role, each by its roleDefinitionId.');
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'badRequest', message);
}

type Fields = Readonly<Record<string, unknown>>;

function readField<T extends string>(
  fields: Fields,
  name: string,
  isValid: ((value: string) => value is T) | ((value: string) => boolean),
  otherwise: string,
): T | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isValid(value)) return value as T;
  throw badRequest(otherwise);
}

function isName(value: string): boolean {
  return value.trim() !== '' && value.length <= 50;
}

function isExtension(value: string): value is 'P0D' | 'PT0S' | 'P180D' {
  return ['P0D', 'PT0S', 'P180D'].includes(value);
}

function isPresent(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function defined(fields: { readonly [K in keyof RelationshipFields]: RelationshipFields[K] | undefined }) {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as RelationshipFields;
}
