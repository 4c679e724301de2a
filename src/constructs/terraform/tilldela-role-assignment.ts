import { TerraformResource, type TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';
import type { RoleAssignmentAttributes } from './role-assignment-attributes';

/** Durations such as `30m`. */
export interface TilldelaRoleAssignmentTimeouts {
  readonly create?: string;
  readonly read?: string;
  readonly update?: string;
  readonly delete?: string;
}

export interface TilldelaRoleAssignmentConfig
  extends Omit<RoleAssignmentAttributes, 'name'>, TerraformMetaArguments {
  /** GUID that names the assignment within its scope. Default: derived from what it says. */
  readonly name?: string;
  readonly timeouts?: TilldelaRoleAssignmentTimeouts;
}

/**
 * A role assignment, also to a foreign principal. The azurerm provider cannot make one of these: it knows only users,
 * groups and service principals of the tenant.
 */
export class TilldelaRoleAssignment extends TerraformResource {
  static readonly type = 'tilldela_role_assignment';
  readonly #config: TilldelaRoleAssignmentConfig;

  constructor(scope: Construct, id: string, config: TilldelaRoleAssignmentConfig) {
    super(scope, id, {
      ...config,
      terraformResourceType: TilldelaRoleAssignment.type,
      terraformGeneratorMetadata: { providerName: 'tilldela' },
    });
    this.#config = config;
  }

  /** Resource id of the assignment. */
  get id(): string {
    return this.getStringAttribute('id');
  }

  get name(): string {
    return this.getStringAttribute('name');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { name, scope, roleDefinitionId, principalId, principalType, ...optional } = this.#config;
    return {
      name,
      scope,
      role_definition_id: roleDefinitionId,
      principal_id: principalId,
      principal_type: principalType,
      description: optional.description,
      condition: optional.condition,
      condition_version: optional.conditionVersion,
      timeouts: optional.timeouts,
    };
  }
}
