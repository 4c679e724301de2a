import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Construct } from 'constructs';
import type { Role } from '../catalogue';
import type { SourcePosition } from '../diagnostics';
import { byText, compareText, constructName, isAtOrBelow, scopeKey, type Scope } from '../model';
import type { AzureScope } from './azure-scope';
import { checkCustomRole, type CheckedCustomRole } from './check-custom-role';
import { escapeTemplate } from './declared-text';
import type { Ledger, StackFacts } from './ledger';
import { checkName, freeId } from './names';
import { reporterFor } from './report';

/** What a custom role allows, and where it can be granted. */
export interface CustomRoleProps {
  /** The name that people see in Azure; unique in the tenant. */
  readonly roleName: string;
  /** Where the role belongs: it can be granted here and below. */
  readonly scope: AzureScope;
  /** Further places at and below which it can be granted. Default: none. */
  readonly assignableScopes?: readonly AzureScope[];
  /** Why; shown beside the role in reviews, plans and reports. Default: no reason. */
  readonly because?: string;
  /** Shown in Azure beside the name. Default: none. */
  readonly description?: string;
  /** What the holder may do with resources, such as `Microsoft.Compute/virtualMachines/start/action`. Default: nothing. */
  readonly actions?: readonly string[];
  /** What is taken off `actions`. Default: nothing. */
  readonly notActions?: readonly string[];
  /** What the holder may do with the data in resources. Default: nothing. */
  readonly dataActions?: readonly string[];
  /** What is taken off `dataActions`. Default: nothing. */
  readonly notDataActions?: readonly string[];
}

/** A role as a grant needs it: the guid is known, the reference tells Terraform what comes first. */
export interface GrantableRole extends Role {
  /** Reference to the guid of a custom role, such as `azurerm_role_definition.operator.role_definition_id`. */
  readonly reference?: string;
}

/** A role that the customer's stack defines. Made by `customRole` of the stack, given to grants as their `role`. */
export class CustomRole extends Construct {
  /** The Terraform resource that stands for the role; absent while something is wrong in it. */
  readonly resource: RoleDefinition | undefined;

  readonly #role: GrantableRole | undefined;
  readonly #assignableScopes: readonly Scope[];

  /** @internal */
  constructor(
    stack: Construct,
    id: string,
    props: CustomRoleProps,
    private readonly ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    super(stack, freeId(stack, id));
    const report = reporterFor(this, source);
    checkName(this, id, report);
    const role = checkCustomRole(props, report);
    this.#assignableScopes = role?.assignableScopes ?? [];
    const namesake = ledger.claimName(id, this.node.path);
    if (namesake !== undefined)
      report('colliding_names', `The address ${id} is already that of ${namesake}.`);
    const { facts } = ledger;
    if (!role || !facts || namesake !== undefined) return;
    this.resource = this.#makeResource(id, role, facts);
    const name = this.resource.roleDefinitionIdInput ?? '';
    this.#role = {
      id: name as GrantableRole['id'],
      name: role.roleName,
      description: role.description ?? '',
      permissions: [role.permissions],
      reference: `${addressOf(this.resource)}.role_definition_id`,
    };
    ledger.recordResource({
      address: addressOf(this.resource),
      path: this.node.path,
      source,
      because: props.because,
    });
  }

  /** @internal The role for a grant at `scope`, or why there is none; undefined while something is wrong in the role. */
  grantableAt(
    scope: Scope | undefined,
    ledger: Ledger,
  ): GrantableRole | { readonly problem: string } | undefined {
    if (ledger !== this.ledger) return { problem: `${this.node.path} is a role of another customer.` };
    if (!this.#role || !scope) return undefined;
    // What lies below a management group is not known here; Azure refuses what does not.
    const mayReach = this.#assignableScopes.some(
      (assignable) => isAtOrBelow(scope, assignable) || isManagementGroup(assignable),
    );
    if (mayReach) return this.#role;
    return {
      problem: `${this.node.path} can be granted at ${this.#assignableScopes.join(', ')}, not at ${scope}.`,
    };
  }

  #makeResource(
    id: string,
    role: CheckedCustomRole,
    { tenantId, owner, providers }: StackFacts,
  ): RoleDefinition {
    const { alias, scope, roleName, description, permissions, assignableScopes } = role;
    const made = this.ledger.madeAt('azurerm_role_definition', this.node.path, scope);
    const provider = providers.azurerm(alias);
    const resource = new RoleDefinition(this, 'role-definition', {
      roleDefinitionId: made ?? constructName(owner, { tenantId, scope, constructId: id }),
      name: escapeTemplate(roleName),
      scope,
      ...(description !== undefined && { description: escapeTemplate(description) }),
      permissions: [
        {
          actions: inOrder(permissions.actions),
          notActions: inOrder(permissions.notActions),
          dataActions: inOrder(permissions.dataActions),
          notDataActions: inOrder(permissions.notDataActions),
        },
      ],
      assignableScopes: assignableScopes.toSorted(byText(scopeKey)),
      ...(provider && { provider }),
    });
    resource.overrideLogicalId(id);
    return resource;
  }
}

function addressOf({ terraformResourceType, friendlyUniqueId }: RoleDefinition): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/** Sets to Azure, lists to azurerm: both engines must write them in the same order. */
function inOrder(texts: readonly string[]): string[] {
  return texts.toSorted(compareText).map(escapeTemplate);
}

function isManagementGroup(scope: Scope): boolean {
  return !scope.toLowerCase().startsWith('/subscriptions/');
}
