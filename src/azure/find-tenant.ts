import { z } from 'zod';
import { parseGuid, type Guid } from '../model';
import type { AzureEnvironment } from './azure-environment';
import { readAnswer } from './answer-schema';
import { MalformedAnswerError } from './errors';
import { createTransport } from './transport';

const configuration = z.object({ issuer: z.string() });

/**
 * The tenant that a domain belongs to, asked without a token: its OpenID configuration names the issuer of its tokens
 * ("OpenID Connect on the Microsoft identity platform", learn.microsoft.com). An unknown domain is an HttpError, status 400.
 */
export async function findTenant(environment: AzureEnvironment, domain: string): Promise<Guid> {
  const path = `${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`;
  const request = { method: 'GET', url: `${environment.loginEndpoint}/${path}` } as const;
  const { body } = await createTransport(environment)(request);
  const { issuer } = readAnswer(configuration, body, request);
  const tenantId = issuer
    .split('/')
    .map(parseGuid)
    .find((part) => part !== undefined);
  if (!tenantId) throw new MalformedAnswerError(request, `it names no tenant but the issuer ${issuer}`);
  return tenantId;
}
