import { ComplexList, ComplexObject, TerraformDataSource, type TerraformMetaArguments } from 'cdktf';
import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';

export interface DataTilldelaAccessConfig extends TerraformMetaArguments {
  /** Resource id of a management group, subscription, resource group or resource. Default: the provider's subscription. */
  readonly scope?: string;
  /** Only these roles, by name or id. Default: all. */
  readonly roles?: readonly string[];
}

/** Who has access at a scope: every role assignment at it and above it. */
export class DataTilldelaAccess extends TerraformDataSource {
  static readonly type = 'tilldela_access';
  /** The assignments, sorted by id. */
  readonly assignments = new TilldelaAccessAssignments(this, 'assignments', false);
  readonly #config: DataTilldelaAccessConfig;

  constructor(scope: Construct, id: string, config: DataTilldelaAccessConfig = {}) {
    super(scope, id, {
      ...config,
      terraformResourceType: DataTilldelaAccess.type,
      terraformGeneratorMetadata: { providerName: 'tilldela' },
    });
    this.#config = config;
  }

  get scope(): string {
    return this.getStringAttribute('scope');
  }

  /** Object ids of all that have one of the roles. */
  get principalIds(): string[] {
    return this.getListAttribute('principal_ids');
  }

  /** How many assignments the subscription or management group of the scope has, whatever `roles` says. */
  get roleAssignmentsUsed(): number {
    return this.getNumberAttribute('role_assignments_used');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { scope: this.#config.scope, roles: this.#config.roles };
  }
}

export class TilldelaAccessAssignments extends ComplexList {
  get(index: number): TilldelaAccessAssignment {
    return new TilldelaAccessAssignment(this.terraformResource, this.terraformAttribute, false, index);
  }
}

export class TilldelaAccessAssignment extends ComplexObject {
  get id(): string {
    return this.getStringAttribute('id');
  }

  /** Where it is assigned: the scope asked for, or one above it. */
  get scope(): string {
    return this.getStringAttribute('scope');
  }

  /** Whether it is assigned above the scope. */
  get inherited(): IResolvable {
    return this.getBooleanAttribute('inherited');
  }

  get roleDefinitionId(): string {
    return this.getStringAttribute('role_definition_id');
  }

  get roleName(): string {
    return this.getStringAttribute('role_name');
  }

  get principalId(): string {
    return this.getStringAttribute('principal_id');
  }

  get principalType(): string {
    return this.getStringAttribute('principal_type');
  }

  /** Null for groups of other tenants, and where it could not be read. */
  get principalName(): string {
    return this.getStringAttribute('principal_name');
  }

  get condition(): string {
    return this.getStringAttribute('condition');
  }
}
