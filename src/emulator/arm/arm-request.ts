import type { Context } from '../context';
import type { Exchange } from '../http/exchange';
import type { TokenClaims } from '../login/access-token';
import type { SubscriptionState, TenantState } from '../world/cloud';
import type { Access } from './access/access';

/** An ARM request whose token, subscription and api-version have been checked. */
export interface ArmRequest {
  readonly context: Context;
  readonly exchange: Exchange;
  readonly claims: TokenClaims;
  /** The tenant that issued the token. */
  readonly callerHome: TenantState;
  readonly access: Access;
  readonly apiVersion: string;
  /** The subscription that the path names. */
  readonly subscription?: SubscriptionState;
}
