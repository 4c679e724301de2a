import type { TokenCredential } from '@azure/core-auth';
import {
  createArmClient,
  createGraphClient,
  createPartnerCenterClient,
  credentialFor,
  delegatedAdminCalls,
  type AzureClient,
  type AzureEnvironment,
  type ClientSecret,
  type DelegatedAdminCalls,
  type PartnerCenter,
} from '../../azure';
import type { Guid } from '../../model';

/** The tenant of the partner, and what to sign in with as in `ConnectionOptions`. */
export interface PartnerConnectionOptions {
  readonly environment: AzureEnvironment;
  readonly partnerTenant: Guid;
  readonly secret?: ClientSecret;
  /** In place of the one that is found. */
  readonly credential?: TokenCredential;
}

/** The services that a partner manages its customers with, all with tokens of its own tenant. */
export interface PartnerConnection {
  readonly environment: AzureEnvironment;
  readonly partnerTenant: Guid;
  readonly partnerCenter: PartnerCenter;
  readonly delegatedAdmin: DelegatedAdminCalls;
  readonly directory: AzureClient;
  /** Shows what customers delegated by Azure Lighthouse. */
  readonly arm: AzureClient;
}

export function connectPartner(options: PartnerConnectionOptions): PartnerConnection {
  const { environment, partnerTenant, secret } = options;
  const credential = options.credential ?? credentialFor(environment, partnerTenant, secret);
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
