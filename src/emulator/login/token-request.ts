import type { Context } from '../context';
import { findTenant } from '../world/cloud';
import type { TenantState } from '../world/cloud';
import { isKnownResource } from './audience';
import { tenantNotFound } from './sign-in-error';
import type { SignInError } from './sign-in-error';

/** A failed check of the token request, or what it found out. */
export type Outcome<T> = { readonly failure: SignInError } | { readonly found: T };

/** A token request whose tenant is known. */
export interface TokenRequest {
  readonly context: Context;
  readonly form: URLSearchParams;
  readonly home: TenantState;
}

/** Names under which every tenant's people sign in. */
export function isShared(tenantName: string): boolean {
  return ['common', 'organizations'].includes(tenantName.toLowerCase());
}

/** The tenant that is named, or where the person is at home. */
export function tenantOfPerson(
  context: Context,
  name: string,
  home: TenantState | undefined,
): Outcome<TenantState> {
  return isShared(name) && home ? { found: home } : checkTenant(context, name);
}

export function checkTenant(context: Context, name: string): Outcome<TenantState> {
  if (isShared(name) || name.toLowerCase() === 'consumers') {
    return fail(
      400,
      'invalid_request',
      50059,
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    );
  }
  const tenant = findTenant(context.ledger.cloud, name);
  return tenant ? { found: tenant } : { failure: tenantNotFound('invalid_request', name) };
}

/** @returns the resource's own name when the emulator would issue tokens for it */
export function checkResource({ context, home }: TokenRequest, resource: string): Outcome<string> {
  if (isKnownResource(context.origin, resource)) return { found: resource };
  return fail(
    400,
    'invalid_resource',
    500011,
    `The resource principal named ${resource} was not found in the tenant named ${home.tenant.displayName}. ` +
      'This can happen if the application has not been installed by the administrator of the tenant or consented ' +
      'to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  );
}

export function unknownApplication({ home }: TokenRequest, clientId: string): { failure: SignInError } {
  return fail(
    400,
    'unauthorized_client',
    700016,
    `Application with identifier '${clientId}' was not found in the directory '${home.tenant.displayName}'. ` +
      'This can happen if the application has not been installed by the administrator of the tenant or ' +
      'consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.',
  );
}

export function missingParameter(name: string): { failure: SignInError } {
  return fail(
    400,
    'invalid_request',
    900144,
    `The request body must contain the following parameter: '${name}'.`,
  );
}

export function fail(
  status: SignInError['status'],
  error: string,
  code: number,
  message: string,
): { failure: SignInError } {
  return { failure: { status, error, code, message } };
}
