import type { Context } from '../context';
import { startsWithSegments } from '../http/exchange';
import type { Answer, Exchange } from '../http/exchange';
import { answerCloudMetadata } from './cloud-metadata';
import { answerDeviceCode } from './device-code-grant';
import { answerInstanceDiscovery, answerOpenIdConfiguration, answerSigningKeys } from './discovery';
import { answerTokenRequest } from './token-endpoint';

/** What clients ask before they have a token. @returns undefined when the path belongs to another service */
export async function answerLogin(context: Context, exchange: Exchange): Promise<Answer | undefined> {
  const { segments } = exchange;
  const is = (...expected: string[]): boolean =>
    segments.length === expected.length && startsWithSegments(segments, expected);
  if (is('metadata', 'endpoints')) return answerCloudMetadata(context, exchange);
  if (is('common', 'discovery', 'instance')) return answerInstanceDiscovery(context, exchange);
  const [tenant] = segments;
  if (tenant === undefined) return undefined;
  if (is(tenant, 'oauth2', 'v2.0', 'token')) return answerTokenRequest(context, exchange, tenant);
  if (is(tenant, 'oauth2', 'v2.0', 'devicecode')) return answerDeviceCode(context, exchange, tenant);
  if (is(tenant, 'discovery', 'v2.0', 'keys')) return answerSigningKeys(context, tenant);
  if (is(tenant, 'v2.0', '.well-known', 'openid-configuration')) {
    return answerOpenIdConfiguration(context, tenant);
  }
  return undefined;
}
