import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import {
  TerraformStack,
  type TerraformMetaArguments,
  type TerraformProvider,
  type TerraformResource,
  type TerraformResourceLifecycle,
} from 'cdktf';
import { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import type { PrincipalReference, Scope } from '../model';
import { checkGrant, type CheckedGrant } from './check-grant';
import type { GrantableRole } from './custom-role';
import type { GrantProps } from './grant-props';
import type { Ledger, StackFacts } from './ledger';
import { checkName, freeId } from './names';
import { reporterFor, type Report } from './report';
import {
  countUntil,
  isSameAccess,
  roleAssignmentAttributes,
  type GrantPlace,
  type ObjectId,
} from './terraform/role-assignment-attributes';
import { TilldelaRoleAssignment } from './terraform/tilldela-role-assignment';

/** Where grants can be made. */
export interface GrantTarget {
  /** Alias of the subscription or management group, which has a provider block of its own. */
  readonly alias: string;
  /** Absent where it is declared wrongly. */
  readonly scope: Scope | undefined;
}

/** One principal's role at one scope. Made by `grant` and `use` of a subscription or resource group. */
export class Grant extends Construct {
  /** The Terraform resource that stands for the grant; absent while something is wrong in it. */
  readonly resource: TerraformResource | undefined;

  /** @internal Which role, and where; absent while something is wrong in the grant. */
  readonly given: { readonly role: GrantableRole; readonly scope: Scope } | undefined;

  /** @internal */
  constructor(
    parent: Construct,
    id: string,
    props: GrantProps,
    target: GrantTarget,
    private readonly ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    super(parent, freeId(parent, id));
    const report = reporterFor(this, source);
    checkName(this, id, report);
    const grant = checkGrant(props, target.scope, ledger, report);
    const dependsOn = checkDependencies(this, props.dependsOn, report);
    if (!grant || !target.scope) return;
    const name = this.#claim(grant, target.scope, report);
    const { facts } = ledger;
    if (!facts || name === undefined) return;
    this.given = { role: grant.role, scope: target.scope };
    const provider = providerFor(grant, target, facts);
    this.resource = this.#makeResource(
      name,
      grant,
      { ...facts, scope: target.scope },
      {
        ...(provider && { provider }),
        ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
        lifecycle: lifecycleOf(grant),
      },
    );
    this.#record(grant, source);
  }

  /** The resource's name: the names on the way from the stack, joined by `_`. */
  #claim(grant: CheckedGrant, scope: Scope, report: Report): string | undefined {
    const { path } = this.node;
    const name = path.split('/').slice(1).join('_');
    const namesake = this.ledger.claimName(name, path);
    if (namesake !== undefined)
      report('colliding_names', `The address ${name} is already that of ${namesake}.`);
    const twin = this.ledger.claimAccess(scope, grant.role.id, grant.principal, path);
    if (twin !== undefined)
      report('duplicate_grant', `${twin} already gives ${grant.role.name} to the same principal.`);
    return namesake === undefined && twin === undefined ? name : undefined;
  }

  #makeResource(
    name: string,
    grant: CheckedGrant,
    facts: StackFacts & GrantPlace,
    meta: TerraformMetaArguments,
  ): TerraformResource {
    const objectId = objectIdOf(grant.principal, facts);
    const entry = this.ledger.adoptedAt(this.node.path);
    const adopted = entry && isSameAccess(entry, facts, grant.role.id, objectId) ? entry : undefined;
    const config = { ...roleAssignmentAttributes(grant, facts, objectId, adopted), ...meta };
    const Kind = isForeign(grant) ? TilldelaRoleAssignment : RoleAssignment;
    const resource = new Kind(this, 'role-assignment', config);
    resource.overrideLogicalId(name);
    if (grant.until) resource.addOverride('count', countUntil(grant.until));
    return resource;
  }

  #record({ because, until }: CheckedGrant, source: SourcePosition | undefined): void {
    if (!this.resource) return;
    const address = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
    this.ledger.recordGrant({ address, path: this.node.path, source, because, until });
  }
}

/** `dependsOn` may hold anything: customer files are run without being type-checked. */
function checkDependencies(
  grant: Grant,
  dependsOn: readonly Grant[] = [],
  report: Report,
): readonly TerraformResource[] {
  return dependsOn.flatMap((other) => {
    const isOfStack = other instanceof Grant && TerraformStack.of(other) === TerraformStack.of(grant);
    if (!isOfStack) {
      const name = other instanceof Grant ? other.node.path : JSON.stringify(other);
      report('foreign_dependency', `\`dependsOn\` names ${name}, which is no grant of this customer.`);
      return [];
    }
    return other.resource ? [other.resource] : []; // what is wrong in the other is reported there
  });
}

/**
 * Azure keeps the description it was made with, and azurerm would replace the assignment to change it. What else replaces
 * it has another name, so both can exist, and the new one is made first; but before 5.2 azurerm replaces an assignment for
 * another condition, under the same name.
 */
function lifecycleOf(grant: CheckedGrant): TerraformResourceLifecycle {
  const { preventDestroy, ignoresCondition } = grant.lifecycle;
  const keepsName = grant.condition !== undefined && !ignoresCondition && !isForeign(grant);
  return {
    ignoreChanges: ['description', ...(ignoresCondition ? ['condition', 'condition_version'] : [])],
    ...(!keepsName && { createBeforeDestroy: true }),
    ...(preventDestroy && { preventDestroy }),
  };
}

function isForeign({ principal }: CheckedGrant): boolean {
  return principal.type === 'ForeignGroup';
}

function providerFor(
  grant: CheckedGrant,
  target: GrantTarget,
  { providers }: StackFacts,
): TerraformProvider | undefined {
  return isForeign(grant) ? providers.tilldela(target.alias) : providers.azurerm(target.alias);
}

function objectIdOf(principal: PrincipalReference, { directory }: StackFacts): ObjectId {
  return 'objectId' in principal
    ? { known: principal.objectId }
    : { reference: directory.objectIdOf(principal.lookup) };
}
