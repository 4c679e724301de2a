import type { Context } from '../context';
import type { Answer, Exchange } from '../http/exchange';

export const cloudName = 'TilldelaEmulator';

/**
 * `/metadata/endpoints`: where a cloud's services are. Needs no token.
 *
 * The shape of 2022-09-01 is what the Terraform providers and the Azure CLI read; both want `suffixes` to be there,
 * though nothing is served under them. 2018-01-01 tells the regions of each cloud.
 */
export function answerCloudMetadata(context: Context, exchange: Exchange): Answer {
  switch (exchange.query('api-version')) {
    case '2022-09-01':
      return { status: 200, body: endpoints(context.origin) };
    case '2018-01-01':
      return { status: 200, body: regions(context.origin) };
    case undefined:
      return refuse(
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.',
      );
    default:
      return refuse(
        'InvalidApiVersionParameter',
        "The api-version is invalid. The supported versions are '2022-09-01,2018-01-01'.",
      );
  }
}

function endpoints(origin: string) {
  return {
    name: cloudName,
    portal: origin,
    resourceManager: origin,
    microsoftGraphResourceId: origin,
    authentication: {
      loginEndpoint: origin,
      audiences: [origin, 'https://management.azure.com/', 'https://management.core.windows.net/'],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    graph: origin,
    partnerCenter: origin,
    graphAudience: origin,
    gallery: origin,
    sqlManagement: origin,
    batch: origin,
    media: origin,
    activeDirectoryDataLake: origin,
    vmImageAliasDoc: `${origin}/aliases.json`,
    suffixes: {
      storage: 'core.emulator.invalid',
      keyVaultDns: 'vault.emulator.invalid',
      acrLoginServer: 'azurecr.emulator.invalid',
      sqlServerHostname: 'database.emulator.invalid',
    },
  };
}

function regions(origin: string) {
  const { host } = new URL(origin);
  return { cloudEndpoint: { public: { endpoint: host, locations: ['westeurope', 'northeurope'] } } };
}

function refuse(code: string, message: string): Answer {
  return { status: 400, body: { error: { code, message } } };
}
