import type { TokenCredential } from '@azure/core-auth';
import {
  createArmClient,
  createGraphClient,
  createPartnerCenterClient,
  delegatedAdminCalls,
  type AzureClient,
  type GraphClient,
  type AzureEnvironment,
  type DelegatedAdminCalls,
  type PartnerCenter,
} from '../../azure';
import type { Guid } from '../../model';
import { connect, type ConnectionOptions } from '../connections';

/** The tenant of the partner, and how to sign in there. */
export interface PartnerConnectionOptions extends Omit<
  ConnectionOptions,
  'customerTenant' | 'reads' | 'writes'
> {
  /** In place of the one that is found. */
  readonly credential?: TokenCredential;
}

/** The services that a partner manages its customers with, all with tokens of its own tenant. */
export interface PartnerConnection {
  readonly environment: AzureEnvironment;
  readonly partnerTenant: Guid;
  readonly partnerCenter: PartnerCenter;
  readonly delegatedAdmin: DelegatedAdminCalls;
  readonly directory: GraphClient;
  /** Shows what customers delegated by Azure Lighthouse. */
  readonly arm: AzureClient;
}

export function connectPartner(options: PartnerConnectionOptions): PartnerConnection {
  const { environment, partnerTenant } = options;
  const home = { ...options, customerTenant: partnerTenant, reads: 'aobo', writes: 'aobo' } as const;
  const credential = options.credential ?? connect(home).writer.credential;
  const client = { environment, tenantId: partnerTenant, credential };
  const directory = createGraphClient(client);
  return {
    environment,
    partnerTenant,
    partnerCenter: createPartnerCenterClient(environment, credential),
    delegatedAdmin: delegatedAdminCalls(directory),
    directory,
    arm: createArmClient(client),
  };
}
