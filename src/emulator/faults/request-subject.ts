import type { Context } from '../context';
import type { Exchange } from '../http/exchange';
import { findTenant, idKey } from '../world/cloud';
import type { TenantState } from '../world/cloud';

/** What faults and quotas look at in a request. */
export interface RequestSubject {
  readonly method: string;
  /** Decoded, without duplicate slashes. */
  readonly path: string;
  /** Lower-case id of the tenant that it is about: the subscription's, the one signed in to, or the token's. */
  readonly tenant: string | undefined;
  /** Who the token says is calling. Not verified: a wrong token is refused by the service. */
  readonly caller: Caller | undefined;
  /** Whether path, query or body hold a text, in any letter case. */
  holds(text: string): boolean;
}

export interface Caller {
  readonly tenant: string;
  readonly object: string;
  readonly application: string;
}

export function describeRequest(context: Context, exchange: Exchange): RequestSubject {
  const caller = callerOf(exchange.header('authorization'));
  const path = `/${exchange.segments.join('/')}`;
  return {
    method: exchange.method,
    path,
    caller,
    tenant: tenantOf(context, exchange.segments) ?? (caller && idKey(caller.tenant)),
    holds: (text) =>
      `${path}${exchange.url.search}\n${exchange.body}`.toLowerCase().includes(text.toLowerCase()),
  };
}

/** What follows the tenant in paths of the sign-in service. */
const signInSegments = ['oauth2', 'discovery', 'v2.0'];

function tenantOf(context: Context, [first = '', second = '']: readonly string[]): string | undefined {
  const { cloud } = context.ledger;
  let home: TenantState | undefined;
  if (first.toLowerCase() === 'subscriptions') home = cloud.subscriptions.get(idKey(second))?.home;
  else if (signInSegments.includes(second.toLowerCase())) home = findTenant(cloud, first);
  return home && idKey(home.tenant.id);
}

function callerOf(authorization: string | undefined): Caller | undefined {
  const payload = /^Bearer\s+[^.\s]+\.([^.\s]+)\./i.exec(authorization ?? '')?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const [tenant, object, application] = [claims['tid'], claims['oid'], claims['appid']];
    const isWhole = [tenant, object, application].every((claim) => typeof claim === 'string');
    return isWhole ? ({ tenant, object, application } as Caller) : undefined;
  } catch {
    return undefined;
  }
}
