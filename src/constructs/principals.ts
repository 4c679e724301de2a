import { isGuid, parseGuid, type PrincipalReference } from '../model';

/** A user of the customer's tenant, guests included. */
export interface User {
  readonly type: 'User';
  readonly nameOrObjectId: string;
}

/** Somebody from outside, by the mail address to which an invitation goes. */
export interface Guest {
  readonly type: 'User';
  readonly mail: string;
}

/** A security group of the customer's tenant. */
export interface Group {
  readonly type: 'Group';
  readonly nameOrObjectId: string;
}

/** A service principal of the customer's tenant: an application, or a managed identity. */
export interface ServicePrincipal {
  readonly type: 'ServicePrincipal';
  readonly nameOrObjectId: string;
}

/** An application by its client id, which is the same in every tenant that knows the application. */
export interface Application {
  readonly type: 'ServicePrincipal';
  readonly clientId: string;
}

/**
 * A group of the partner's tenant that has access in customers' tenants without being there, as AdminAgents has.
 * `definePartner` makes them; they are known by object id only and are no `Group`.
 */
export interface ForeignPrincipal {
  readonly type: 'ForeignGroup';
  readonly objectId: string;
}

/** Whoever can be given access. Plain data: the same value may be used in any number of grants and customers. */
export type Principal = User | Guest | Group | ServicePrincipal | Application | ForeignPrincipal;

/**
 * A user by user principal name (`dana@contoso.com`) or object id; a guest by that with `#EXT#`, or as {@link guest}. Names are looked up in the customer's tenant when a plan is made, and must be found exactly once.
 */
export function user(nameOrObjectId: string): User {
  return { type: 'User', nameOrObjectId };
}

/**
 * A guest of the customer's tenant by mail address (`audit@example.com`), as it was invited. One that is not in the
 * directory yet is refused with what invites them; whoever looks after themselves elsewhere needs a `because`.
 */
export function guest(mail: string): Guest {
  return { type: 'User', mail };
}

/** A security group by display name or object id; the display name must be the only one of its kind in the tenant. */
export function group(nameOrObjectId: string): Group {
  return { type: 'Group', nameOrObjectId };
}

/** A service principal by display name or object id: the object id of the enterprise application, not its client id. */
export function servicePrincipal(nameOrObjectId: string): ServicePrincipal {
  return { type: 'ServicePrincipal', nameOrObjectId };
}

/**
 * An application by client id, such as the partner's own in a customer's tenant: unlike a display name, nobody else can
 * take it. Its service principal is looked up in the customer's tenant when a plan is made.
 */
export function application(clientId: string): Application {
  return { type: 'ServicePrincipal', clientId };
}

/** A managed identity by name or object id. To Azure it is a service principal. */
export function managedIdentity(nameOrObjectId: string): ServicePrincipal {
  return servicePrincipal(nameOrObjectId);
}

/** What the model makes of a principal, or undefined where it cannot be looked up as written. */
export function parsePrincipal(principal: Principal): PrincipalReference | undefined {
  if (principal.type === 'ForeignGroup') {
    const objectId = parseGuid(principal.objectId);
    return objectId && { type: principal.type, objectId };
  }
  if ('clientId' in principal) {
    const clientId = parseGuid(principal.clientId);
    return clientId && { type: principal.type, lookup: { type: principal.type, clientId } };
  }
  if ('mail' in principal) {
    const { type, mail } = principal;
    return isAddress(mail) ? { type, lookup: { type, mail } } : undefined;
  }
  const { type, nameOrObjectId: text } = principal;
  const objectId = parseGuid(text);
  if (objectId) return { type, objectId };
  if (type === 'User') {
    return isAddress(text) ? { type, lookup: { type, userPrincipalName: text } } : undefined;
  }
  return isDisplayName(text) ? { type, lookup: { type, displayName: text } } : undefined;
}

function isAddress(text: string): boolean {
  return typeof text === 'string' && /^[^\s@]+@[^\s@]+$/.test(text);
}

function isDisplayName(text: string): boolean {
  return typeof text === 'string' && text !== '' && text === text.trim();
}

/** How a message names a principal. */
export function describePrincipal(principal: Principal): string {
  const text = textOf(principal);
  return isGuid(text) ? text : `"${text}"`;
}

function textOf(principal: Principal): string {
  if (principal.type === 'ForeignGroup') return principal.objectId;
  if ('mail' in principal) return principal.mail;
  return 'clientId' in principal ? principal.clientId : principal.nameOrObjectId;
}
