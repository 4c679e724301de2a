import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

export interface TilldelaProviderConfig {
  readonly alias: string;
  readonly subscriptionId?: string;
  readonly tenantId: string;
  readonly environment?: string;
}

/**
 * The provider of this package. It is served by the package itself and never downloaded, so it has no version: its
 * address is on a host that does not exist.
 */
export class TilldelaProvider extends TerraformProvider {
  static readonly type = 'tilldela';
  readonly #config: TilldelaProviderConfig;

  constructor(scope: Construct, id: string, config: TilldelaProviderConfig) {
    super(scope, id, {
      terraformResourceType: TilldelaProvider.type,
      terraformGeneratorMetadata: { providerName: TilldelaProvider.type }, // the CDK looks for each resource's provider by it
      terraformProviderSource: 'tilldela.internal/tilldela/tilldela',
    });
    this.#config = config;
  }

  override get alias(): string {
    return this.#config.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.#config };
  }
}
