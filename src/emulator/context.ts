import type { TokenIssuer } from './login/access-token';
import type { DeviceSignIns } from './login/device-sign-ins';
import type { Ledger } from './store/ledger';

/** What every endpoint works with. */
export interface Context {
  /** `https://localhost:{port}`, without a trailing slash. */
  readonly origin: string;
  readonly ledger: Ledger;
  readonly issuer: TokenIssuer;
  readonly now: () => Date;
  readonly deviceSignIns: DeviceSignIns;
  /** Entries per page of ARM and Graph lists. */
  readonly pageSize: number;
}
