import { compactVerify, decodeJwt, errors, importJWK } from 'jose';
import type { JWK, JWTPayload } from 'jose';
import type { FederatedCredential } from '../world/federated-credential';
import { federatedCredentialsOf } from '../world/trusted-issuers';
import type { Application } from '../world/world';
import { fail, missingParameter } from './token-request';
import type { Outcome, TokenRequest } from './token-request';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds by which an issuer's clock may be off. */
const skew = 300;

/**
 * Signs an application in by the token of another issuer (RFC 7523 section 2.2): issuer, subject and audience must be
 * those of one federated credential, in this letter case, and the token must be signed by the issuer and valid now.
 * Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export async function checkClientAssertion(
  request: TokenRequest,
  application: Application,
  assertion: string,
): Promise<Outcome<true>> {
  const credentials = federatedCredentialsOf(request.context.ledger.cloud, application);
  if (credentials.length === 0) {
    return invalidClient(700213, 'No matching federated identity record found for presented assertion.');
  }
  if (request.form.get('client_assertion_type') !== assertionType) {
    return missingParameter('client_assertion_type');
  }
  const claims = readClaims(assertion);
  if (!claims) return invalidClient(50027, 'JWT token is invalid or malformed.');
  const match = findCredential(credentials, claims);
  if ('failure' in match) return match;
  if (!(await isSignedBy(match.found, assertion))) {
    return invalidClient(
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application. ' +
        '[Reason - The key was not found.]',
    );
  }
  return checkTimes(request.context.now(), claims);
}

/** Azure names the first of the three that nothing matches. */
function findCredential(
  credentials: readonly FederatedCredential[],
  { iss, sub, aud }: JWTPayload,
): Outcome<FederatedCredential> {
  const audiences = typeof aud === 'string' ? [aud] : (aud ?? []);
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return noMatch(700211, 'issuer', iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) return noMatch(700213, 'subject', sub);
  const found = ofSubject.find((each) => each.audiences.some((audience) => audiences.includes(audience)));
  return found ? { found } : noMatch(700212, 'audience', audiences.join(','));
}

function noMatch(code: number, what: string, value = '') {
  return invalidClient(
    code,
    `No matching federated identity record found for presented assertion ${what} '${value}'. Please check your ` +
      'federated identity credential Subject, Audience and Issuer against the presented assertion. ' +
      'https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
  );
}

async function isSignedBy({ issuerKeys }: FederatedCredential, assertion: string): Promise<boolean> {
  for (const jwk of issuerKeys) {
    try {
      const key = await importJWK(jwk as JWK, 'RS256');
      await compactVerify(assertion, key, { algorithms: ['RS256'] });
      return true;
    } catch (error) {
      if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error;
    }
  }
  return false;
}

function checkTimes(now: Date, { nbf, iat, exp }: JWTPayload): Outcome<true> {
  const time = now.getTime() / 1000;
  const from = nbf ?? iat ?? 0;
  if (exp !== undefined && time >= from - skew && time < exp + skew) return { found: true };
  const text = (seconds: number | undefined): string =>
    new Date((seconds ?? 0) * 1000).toISOString().replace('.000Z', '.0000000Z');
  return invalidClient(
    700024,
    `Client assertion is not within its valid time range. Current time: ${now.toISOString()}, assertion valid from ` +
      `${text(from)}, expiry time of assertion ${text(exp)}. Review the documentation at ` +
      'https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
  );
}

/** @returns undefined when the text is no token, or its times are no numbers */
function readClaims(assertion: string): JWTPayload | undefined {
  try {
    const claims = decodeJwt(assertion);
    const times = [claims.nbf, claims.iat, claims.exp].filter((time) => time !== undefined);
    // Beyond eleven digits no date can be written.
    return times.every((time) => Number.isFinite(time) && Math.abs(time) < 1e11) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function invalidClient(code: number, message: string) {
  return fail(401, 'invalid_client', code, message);
}
