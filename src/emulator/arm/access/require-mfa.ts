import type { Exchange } from '../../http/exchange';
import type { TokenClaims } from '../../login/access-token';
import { gatewayRefusal } from '../arm-authentication';
import type { ArmPath } from '../arm-path';

/** What a client has to ask a token for: the authentication context that Azure demands, in Base64. */
const challenge = Buffer.from('{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}').toString(
  'base64',
);

/**
 * Whoever creates, changes or deletes something must have signed in with a second factor. Applications need none, nor
 * do reads, of which queries to Resource Graph are one.
 * Source: https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication
 *
 * @throws Refusal 403 `RequestDisallowedByAzure` with a claims challenge
 */
export function requireMfa({ method, segments, url }: Exchange, claims: TokenClaims, path: ArmPath): void {
  const isRead = method === 'GET' || method === 'HEAD' || path.type === 'resources';
  if (isRead || !claims.isUser || claims.mfa) return;
  const authority = `${url.origin}/${claims.tenantId}`;
  throw gatewayRefusal(
    403,
    'RequestDisallowedByAzure',
    `Resource '${segments.at(-1) ?? ''}' was disallowed by Azure: You are receiving this error because you tried to ` +
      'create, update or delete Azure resources without authenticating through MFA. User accounts must be ' +
      'authenticated through MFA to manage your resources. To resolve this error, go to https://aka.ms/MFAforAzure.',
    {
      'WWW-Authenticate':
        `Bearer realm="", authorization_uri="${authority}/oauth2/authorize", ` +
        `error="insufficient_claims", claims="${challenge}"`,
    },
  );
}
