import type { TokenCredential } from '@azure/core-auth';
import {
  createArmClient,
  createGraphClient,
  credentialFor,
  pimAssignmentCalls,
  registrationAssignmentCalls,
  registrationDefinitionCalls,
  roleAssignmentCalls,
  roleDefinitionCalls,
  type AzureClient,
  type AzureEnvironment,
  type ClientSecret,
  type GraphClient,
  type Login,
  type PimAssignmentCalls,
  type RoleAssignmentCalls,
  type RoleDefinitionCalls,
} from '../azure';
import { tokenTenant } from '../channels';
import type { ChannelKind, Guid, PimKind } from '../model';

/** Into which customer, on whose behalf, and by which ways. */
export interface ConnectionOptions {
  readonly environment: AzureEnvironment;
  readonly partnerTenant: Guid;
  readonly customerTenant: Guid;
  readonly reads: ChannelKind;
  readonly writes: ChannelKind;
  /** What to sign in with. Must be given on the emulator; on real clouds the credentials are found where it is not. */
  readonly secret?: ClientSecret;
  /** How to sign in on real clouds where no secret is given. Default: whatever DefaultAzureCredential finds. */
  readonly login?: Login;
}

/** Clients for one customer: one credential per tenant, one pipeline per endpoint and tenant. */
export interface Connections {
  readonly customerTenant: Guid;
  readonly arm: AzureClient;
  readonly directory: GraphClient;
  /** What the channel that reads signs in with at Resource Manager. */
  readonly reader: { readonly credential: TokenCredential; readonly scope: string };
  /** What the channel that writes signs in with there. */
  readonly writer: {
    readonly credential: TokenCredential;
    readonly scope: string;
    readonly client: AzureClient;
  };
  readonly assignments: { readonly read: RoleAssignmentCalls; readonly write: RoleAssignmentCalls };
  readonly roleDefinitions: { readonly read: RoleDefinitionCalls; readonly write: RoleDefinitionCalls };
  readonly pimAssignments: Readonly<
    Record<PimKind, { readonly read: PimAssignmentCalls; readonly write: PimAssignmentCalls }>
  >;
  readonly registrations: { readonly read: LighthouseCalls; readonly write: LighthouseCalls };
}

export function connect(options: ConnectionOptions): Connections {
  const { environment, partnerTenant, customerTenant, reads, writes, secret, login } = options;
  const tenants = { partner: partnerTenant, customer: customerTenant };
  const credentials = remembered((tenantId) => credentialFor(environment, tenantId, secret ?? login));
  const arm = remembered((tenantId) =>
    createArmClient({ environment, tenantId, credential: credentials(tenantId) }),
  );
  const readTenant = tokenTenant(reads, tenants);
  const readClient = arm(readTenant);
  const writeTenant = tokenTenant(writes, tenants);
  const writeClient = arm(writeTenant);
  const pimCalls = (kind: PimKind) => ({
    read: pimAssignmentCalls(readClient, customerTenant, kind),
    write: pimAssignmentCalls(writeClient, customerTenant, kind),
  });
  return {
    customerTenant,
    arm: readClient,
    directory: createGraphClient({
      environment,
      tenantId: customerTenant,
      credential: credentials(customerTenant),
    }),
    reader: { credential: credentials(readTenant), scope: environment.armScope },
    writer: { credential: credentials(writeTenant), scope: environment.armScope, client: writeClient },
    assignments: {
      read: roleAssignmentCalls(readClient, customerTenant),
      write: roleAssignmentCalls(writeClient, customerTenant),
    },
    roleDefinitions: {
      read: roleDefinitionCalls(readClient, customerTenant),
      write: roleDefinitionCalls(writeClient, customerTenant),
    },
    pimAssignments: { eligible: pimCalls('eligible'), active: pimCalls('active') },
    registrations: {
      read: lighthouseCalls(readClient, customerTenant),
      write: lighthouseCalls(writeClient, customerTenant),
    },
  };
}

export interface LighthouseCalls {
  readonly definitions: ReturnType<typeof registrationDefinitionCalls>;
  readonly assignments: ReturnType<typeof registrationAssignmentCalls>;
}

function lighthouseCalls(client: AzureClient, customerTenant: Guid): LighthouseCalls {
  return {
    definitions: registrationDefinitionCalls(client, customerTenant),
    assignments: registrationAssignmentCalls(client, customerTenant),
  };
}

function remembered<Value>(make: (tenantId: Guid) => Value): (tenantId: Guid) => Value {
  const made = new Map<Guid, Value>();
  return (tenantId) => {
    const value = made.get(tenantId) ?? make(tenantId);
    made.set(tenantId, value);
    return value;
  };
}
