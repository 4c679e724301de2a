import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { Cloud, Guid } from '../../model';
import { TilldelaProvider } from './tilldela-provider';

export interface ProviderFacts {
  /** Tenant of the customer, whose directory is searched. */
  readonly customerTenantId: Guid;
  /** Tenant that issues the token for writing. */
  readonly writingTenantId: Guid;
  readonly cloud: Cloud | undefined;
}

/** The provider blocks of a stack. */
export class Providers {
  readonly #subscriptionIds = new Map<string, Guid | undefined>();
  readonly #azurerm = new Map<string, AzurermProvider>();
  readonly #tilldela = new Map<string, TilldelaProvider>();
  #azuread: AzureadProvider | undefined;

  constructor(
    private readonly scope: Construct,
    private readonly facts: ProviderFacts,
  ) {}

  /**
   * Made for each subscription and management group, used or not, so that a reviewer sees what the stack can reach.
   * `subscriptionId` is absent for a management group of a stack without subscriptions.
   */
  addAzurerm(alias: string, subscriptionId: Guid | undefined): void {
    if (this.#azurerm.has(alias)) return; // two scopes of one alias are reported where they stand
    this.#subscriptionIds.set(alias, subscriptionId);
    const provider = new AzurermProvider(this.scope, `azurerm.${alias}`, {
      ...this.#blockFor(alias),
      features: [{}],
      resourceProviderRegistrations: 'none', // a role assignment needs none, and registering needs more access
    });
    this.#azurerm.set(alias, provider);
  }

  azurerm(alias: string): TerraformProvider | undefined {
    return this.#azurerm.get(alias);
  }

  tilldela(alias: string): TerraformProvider {
    const known = this.#tilldela.get(alias);
    if (known) return known;
    const provider = new TilldelaProvider(this.scope, `tilldela.${alias}`, this.#blockFor(alias));
    this.#tilldela.set(alias, provider);
    return provider;
  }

  azuread(): TerraformProvider {
    this.#azuread ??= new AzureadProvider(this.scope, 'azuread', {
      tenantId: this.facts.customerTenantId,
      ...this.#environment(),
    });
    return this.#azuread;
  }

  #blockFor(alias: string) {
    const subscriptionId = this.#subscriptionIds.get(alias);
    return {
      alias,
      ...(subscriptionId && { subscriptionId }),
      tenantId: this.facts.writingTenantId,
      ...this.#environment(),
    };
  }

  /** The emulator has no environment of its own: providers find it by ARM_METADATA_HOSTNAME. */
  #environment(): { readonly environment?: string } {
    const { cloud } = this.facts;
    return cloud === undefined || cloud === 'emulator' ? {} : { environment: cloud };
  }
}

/** Replaces the exact versions that the bindings pin: what is emitted is understood by all of these. */
export const requiredProviders: Readonly<
  Record<string, { readonly source: string; readonly version?: string }>
> = {
  azuread: { source: 'hashicorp/azuread', version: '>= 3.0.0, < 4.0.0' },
  azurerm: { source: 'hashicorp/azurerm', version: '>= 4.55.0, < 6.0.0' },
  // cdktf-cli refuses a provider without a version; which one there is, the package decides.
  tilldela: { source: 'tilldela.internal/tilldela/tilldela', version: '>= 0.1.0' },
};
