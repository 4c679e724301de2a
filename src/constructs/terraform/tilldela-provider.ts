import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/** What is not set comes from the variables that azurerm reads, such as ARM_TENANT_ID. */
export interface TilldelaProviderConfig {
  readonly alias?: string;
  /** Tenant of the customer, which issues the token. */
  readonly tenantId?: string;
  /** Subscription that data sources look at where they name none. */
  readonly subscriptionId?: string;
  /** `public`, `usgovernment` or `china`. */
  readonly environment?: string;
  /** Host and port of an emulator, in place of `environment`. */
  readonly metadataHost?: string;
  readonly clientId?: string;
  /** PEM, with the private key; azurerm takes PKCS#12. */
  readonly clientCertificatePath?: string;
  /** Ends up in the synthesized file when it is written here, as all that is secret: give it as ARM_CLIENT_CERTIFICATE_PASSWORD. */
  readonly clientCertificatePassword?: string;
  /** Give it as ARM_CLIENT_SECRET. */
  readonly clientSecret?: string;
  /** Sign in with a token of another issuer, such as a pipeline. */
  readonly useOidc?: boolean;
  /** Give it as ARM_OIDC_TOKEN, or as a file. */
  readonly oidcToken?: string;
  readonly oidcTokenFilePath?: string;
  /** Where a job of GitHub Actions asks for its token. */
  readonly oidcRequestUrl?: string;
  /** Give it as ARM_OIDC_REQUEST_TOKEN; GitHub gives it to the job. */
  readonly oidcRequestToken?: string;
  /** Sign in as whoever is signed in to the Azure CLI. */
  readonly useCli?: boolean;
  /** GUID that new assignments get their names from. Default: the tenant. */
  readonly owner?: string;
}

/**
 * The provider of this package. It is served by the package itself and never downloaded, so it has no version: its
 * address is on a host that does not exist.
 */
export class TilldelaProvider extends TerraformProvider {
  static readonly type = 'tilldela';
  readonly #config: TilldelaProviderConfig;

  constructor(scope: Construct, id: string, config: TilldelaProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: TilldelaProvider.type,
      terraformGeneratorMetadata: { providerName: TilldelaProvider.type }, // the CDK looks for each resource's provider by it
      terraformProviderSource: 'tilldela.internal/tilldela/tilldela',
    });
    this.#config = config;
  }

  override get alias(): string | undefined {
    return this.#config.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.#config };
  }
}
