import type { TokenCredential } from '@azure/core-auth';
import { z } from 'zod';
import type { Guid } from '../model';
import { guid } from './answer-schema';

/** Whoever a credential signs in, as far as the token tells. */
export interface TokenSubject {
  /** In the tenant that issued the token. */
  readonly objectId?: Guid | undefined;
  readonly kind: 'person' | 'workload' | 'unknown';
  /** User principal name or application id: what Azure's refusals call the caller. */
  readonly name?: string | undefined;
  /** The tenant that issued the token. */
  readonly tenantId?: Guid | undefined;
  /** Whether a person signed in with a second factor; undefined where the token does not say. */
  readonly hasSecondFactor?: boolean | undefined;
}

/** Azure promises no form of its tokens, so that everything may be missing. */
const claimsSchema = z.object({
  oid: guid.optional().catch(undefined),
  tid: guid.optional().catch(undefined),
  idtyp: z.string().optional().catch(undefined),
  upn: z.string().optional().catch(undefined),
  unique_name: z.string().optional().catch(undefined),
  appid: z.string().optional().catch(undefined),
  scp: z.string().optional().catch(undefined),
  amr: z.array(z.string()).optional().catch(undefined),
});

/**
 * Decoded and not verified: the token is our own, and only Azure decides what it is good for. Throws what `getToken` does.
 * Claims: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export async function tokenSubject(credential: TokenCredential, scope: string): Promise<TokenSubject> {
  const token = await credential.getToken(scope);
  const { oid, tid, amr, appid, ...claims } = claimsIn(token?.token ?? '');
  const kind = kindOf(claims);
  return {
    objectId: oid,
    tenantId: tid,
    kind,
    name: claims.upn ?? claims.unique_name ?? appid,
    hasSecondFactor: kind === 'person' ? amr?.includes('mfa') : undefined,
  };
}

type Claims = z.infer<typeof claimsSchema>;

/** `idtyp` is not in every token of a person; a delegated permission is. */
function kindOf({ idtyp, scp, upn }: Pick<Claims, 'idtyp' | 'scp' | 'upn'>): TokenSubject['kind'] {
  if (idtyp === 'app') return 'workload';
  return idtyp === 'user' || scp !== undefined || upn !== undefined ? 'person' : 'unknown';
}

function claimsIn(token: string): Claims {
  try {
    const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    return claimsSchema.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
