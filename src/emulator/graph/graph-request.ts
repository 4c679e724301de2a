import type { Context } from '../context';
import type { Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import type { TokenClaims } from '../login/access-token';
import type { TenantState } from '../world/cloud';

/** A Graph request whose token has been checked. */
export interface GraphRequest {
  readonly context: Context;
  readonly exchange: Exchange;
  /** `v1.0` or `beta`. */
  readonly version: string;
  /** Segments after the version. */
  readonly path: readonly string[];
  /** The caller's tenant, whose directory Graph shows. */
  readonly home: TenantState;
  readonly claims: TokenClaims;
}

export function contextUrl(request: GraphRequest, what: string): string {
  return `${request.context.origin}/${request.version}/$metadata#${what}`;
}

export function resourceNotFound(id: string): Refusal {
  return new Refusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

export function segmentNotFound(segment: string): Refusal {
  return new Refusal(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);
}
