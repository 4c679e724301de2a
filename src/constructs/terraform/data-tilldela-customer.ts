import { ComplexList, ComplexObject, TerraformDataSource, type TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';

export interface DataTilldelaCustomerConfig extends TerraformMetaArguments {
  /** A domain of the customer, such as contoso.onmicrosoft.com. Default: the tenant of the provider. */
  readonly domain?: string;
}

/** A customer: its tenant, and the subscriptions of it that the credentials can see. */
export class DataTilldelaCustomer extends TerraformDataSource {
  static readonly type = 'tilldela_customer';
  /** The subscriptions, sorted by id. */
  readonly subscriptions = new TilldelaCustomerSubscriptions(this, 'subscriptions', false);
  readonly #config: DataTilldelaCustomerConfig;

  constructor(scope: Construct, id: string, config: DataTilldelaCustomerConfig = {}) {
    super(scope, id, {
      ...config,
      terraformResourceType: DataTilldelaCustomer.type,
      terraformGeneratorMetadata: { providerName: 'tilldela' },
    });
    this.#config = config;
  }

  get tenantId(): string {
    return this.getStringAttribute('tenant_id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { domain: this.#config.domain };
  }
}

export class TilldelaCustomerSubscriptions extends ComplexList {
  get(index: number): TilldelaCustomerSubscription {
    return new TilldelaCustomerSubscription(this.terraformResource, this.terraformAttribute, false, index);
  }
}

export class TilldelaCustomerSubscription extends ComplexObject {
  /** Resource id, the scope of the subscription. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  get subscriptionId(): string {
    return this.getStringAttribute('subscription_id');
  }

  get displayName(): string {
    return this.getStringAttribute('display_name');
  }
}
