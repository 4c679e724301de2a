import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';
import { findTenant } from '../world/cloud';
import { issuerOf } from './access-token';
import { answerSignInError, tenantNotFound } from './sign-in-error';

const tenantIndependent = ['common', 'organizations'];

/** `/{tenant}/v2.0/.well-known/openid-configuration`; MSAL posts to whatever `token_endpoint` says. */
export function answerOpenIdConfiguration(context: Context, tenantName: string): Answer {
  const shared = tenantIndependent.find((name) => name === tenantName.toLowerCase());
  const tenantId = findTenant(context.ledger.cloud, tenantName)?.tenant.id;
  const segment = shared ?? tenantId;
  if (segment === undefined) return answerSignInError(context, tenantNotFound('invalid_tenant', tenantName));
  const base = `${context.origin}/${segment}`;
  return {
    status: 200,
    body: {
      // Azure really writes the placeholder for the documents that are not one tenant's.
      issuer: `${context.origin}/${tenantId ?? '{tenantid}'}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
  };
}

/** `/common/discovery/instance`: every name of this login service is its own host. */
export function answerInstanceDiscovery(context: Context, exchange: Exchange): Answer {
  const { host } = new URL(context.origin);
  const tenant = tenantOfEndpoint(exchange.query('authorization_endpoint')) ?? 'common';
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${context.origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': exchange.query('api-version') ?? '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    },
  };
}

/** `/{tenant}/discovery/v2.0/keys` */
export function answerSigningKeys(context: Context, tenantName: string): Answer {
  const tenantId = findTenant(context.ledger.cloud, tenantName)?.tenant.id;
  if (tenantId === undefined && !tenantIndependent.includes(tenantName.toLowerCase())) {
    return answerSignInError(context, tenantNotFound('invalid_tenant', tenantName));
  }
  return {
    status: 200,
    body: { keys: [{ ...context.issuer.publicKey, issuer: issuerOf(tenantId ?? '{tenantid}') }] },
  };
}

function tenantOfEndpoint(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined;
  return new URL(endpoint).pathname.split('/').find((segment) => segment !== '');
}
