import { idKey } from './cloud';
import type { Cloud } from './cloud';
import type { FederatedCredential } from './federated-credential';
import type { Application } from './world';

/** A federated credential that was written, kept in the tenant in which the application is registered. */
export interface WrittenFederatedCredential extends Omit<FederatedCredential, 'issuerKeys'> {
  readonly applicationId: string;
  readonly name: string;
}

/** What the application trusts: as the world has it, then what was written. */
export function federatedCredentialsOf(
  cloud: Cloud,
  { appId, tenant = '', federatedCredentials = [] }: Application,
): readonly (FederatedCredential & { readonly name: string })[] {
  const written = [...(cloud.tenants.get(idKey(tenant))?.objects.federatedCredentials.values() ?? [])];
  return [
    ...federatedCredentials.map((each, index) => ({ ...each, name: `credential-${index + 1}` })),
    ...written
      .filter(({ applicationId }) => idKey(applicationId) === idKey(appId))
      .map((each) => ({ ...each, issuerKeys: keysOf(cloud, each.issuer) })),
  ];
}

/** Of an issuer that the world knows: there is no outside from which they could be fetched. */
function keysOf(cloud: Cloud, issuer: string): FederatedCredential['issuerKeys'] {
  const all = [...cloud.applications.values()].flatMap(
    ({ federatedCredentials = [] }) => federatedCredentials,
  );
  return all.find((each) => each.issuer === issuer)?.issuerKeys ?? [];
}
