import type { TokenCredential } from '@azure/core-auth';
import { parseGuid, type Guid } from '../model';

/**
 * Object id of whoever the credential signs in, in the tenant of its tokens; undefined where the token does not say.
 * Decoded and not verified: the token is our own, and only Azure decides what it is good for. Throws what `getToken` does.
 * Claim `oid`: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export async function tokenSubject(credential: TokenCredential, scope: string): Promise<Guid | undefined> {
  const token = await credential.getToken(scope);
  const claims = token?.token.split('.')[1];
  if (claims === undefined) return undefined;
  try {
    const { oid } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { oid?: unknown };
    return typeof oid === 'string' ? parseGuid(oid) : undefined;
  } catch {
    return undefined; // Azure promises no form of its tokens
  }
}
