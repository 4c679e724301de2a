import { TerraformResource, type TerraformMetaArguments } from 'cdktf';
import type { Construct } from 'constructs';
import type { RoleAssignmentAttributes } from './role-assignment-attributes';

/**
 * A role assignment to a foreign principal. The azurerm provider cannot make one: it knows only users, groups and
 * service principals of the tenant.
 */
export class TilldelaRoleAssignment extends TerraformResource {
  static readonly type = 'tilldela_role_assignment';
  readonly #attributes: RoleAssignmentAttributes;

  constructor(scope: Construct, id: string, config: RoleAssignmentAttributes & TerraformMetaArguments) {
    super(scope, id, {
      ...config,
      terraformResourceType: TilldelaRoleAssignment.type,
      terraformGeneratorMetadata: { providerName: 'tilldela' },
    });
    this.#attributes = config;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { name, scope, roleDefinitionId, principalId, principalType, ...optional } = this.#attributes;
    return {
      name,
      scope,
      role_definition_id: roleDefinitionId,
      principal_id: principalId,
      principal_type: principalType,
      description: optional.description,
      condition: optional.condition,
      condition_version: optional.conditionVersion,
    };
  }
}
