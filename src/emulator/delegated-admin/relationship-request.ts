import type { GraphRequest } from '../graph/graph-request';
import { Refusal } from '../http/refusal';
import { idKey } from '../world/cloud';
import type { DelegatedAdminRelationship } from '../world/delegated-admin';
import { isAdminAgent } from './partner-roles';
import { badRequest } from './relationship-body';

const relationshipId = /^[0-9a-f-]{36}-[0-9a-f-]{36}$/i;

/** @throws Refusal 400 `badRequest` for what is no id, 404 `notFound` for one that the partner does not have */
export function findRelationship({ home }: GraphRequest, id: string): DelegatedAdminRelationship {
  if (!relationshipId.test(id)) throw badRequest('The passed in delegatedAdminRelationshipId is invalid.');
  const found = home.objects.delegatedAdminRelationships.get(idKey(id));
  if (!found) throw notFound(id);
  return found;
}

export function notFound(id: string): Refusal {
  return new Refusal(404, 'notFound', `The resource '${id}' was not found.`);
}

/** @throws Refusal 412 `preconditionFailed` when `If-Match` is not the present ETag, or is not there */
export function requireEtag({ exchange }: GraphRequest, etag: string): void {
  const given = exchange.header('if-match');
  if (given === etag) return;
  throw new Refusal(
    412,
    'preconditionFailed',
    given === undefined
      ? 'The If-Match header is missing.'
      : 'The ETag of the If-Match header is not that of the object, which has changed meanwhile.',
  );
}

/** Applications of the partner may, and of its people those who are admin agents. @throws Refusal 403 */
export function requireAdminAgent({ claims, home }: GraphRequest): void {
  if (!claims.isUser || isAdminAgent(home, claims.objectId)) return;
  throw new Refusal(403, 'forbidden', 'Insufficient privileges to complete the operation.');
}
