import { LighthouseAssignment } from '@cdktf/provider-azurerm/lib/lighthouse-assignment';
import { LighthouseDefinition } from '@cdktf/provider-azurerm/lib/lighthouse-definition';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { constructName, subscriptionOf, subscriptionScope, type Guid, type Scope } from '../model';
import { checkDelegation, type CheckedDelegation } from './check-delegation';
import { escapeTemplate } from './declared-text';
import type { DelegationProps } from './delegation-props';
import type { GrantTarget } from './grant';
import type { Ledger, StackFacts } from './ledger';
import { checkName, freeId } from './names';
import { reporterFor } from './report';

/**
 * Roles that people of the partner's tenant have in a subscription or resource group over Azure Lighthouse. Made by
 * `delegate` of either. In Azure it is a registration definition, and an assignment of it.
 */
export class Delegation extends Construct {
  /** The Terraform resource of the registration definition; absent while something is wrong. */
  readonly definition: LighthouseDefinition | undefined;

  /** The Terraform resource that assigns it. */
  readonly assignment: LighthouseAssignment | undefined;

  /** @internal */
  constructor(
    parent: Construct,
    id: string,
    props: DelegationProps,
    target: GrantTarget,
    private readonly ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    super(parent, freeId(parent, id));
    const report = reporterFor(this, source);
    checkName(this, id, report);
    const delegation = checkDelegation(props, ledger.roles, report);
    const name = this.node.path.split('/').slice(1).join('_');
    const namesake = ledger.claimName(name, this.node.path);
    if (namesake !== undefined)
      report('colliding_names', `The address ${name} is already that of ${namesake}.`);
    const subscriptionId = target.scope && subscriptionOf(target.scope);
    const { facts } = ledger;
    if (!delegation || !facts || !target.scope || !subscriptionId || namesake !== undefined) return;
    this.definition = this.#define(delegation, subscriptionScope(subscriptionId), target.alias, facts);
    this.definition.overrideLogicalId(name); // before anything refers to it
    this.assignment = this.#assign(this.definition, target.scope, target.alias, facts);
    this.assignment.overrideLogicalId(name);
    for (const resource of [this.definition, this.assignment]) {
      ledger.recordResource({
        address: addressOf(resource),
        path: this.node.path,
        source,
        because: props.because,
      });
    }
  }

  /** A definition belongs to a subscription, also where only a resource group is delegated. */
  #define(
    { offerName, description, authorizations, eligible }: CheckedDelegation,
    scope: Scope,
    alias: string,
    facts: StackFacts,
  ): LighthouseDefinition {
    const provider = facts.providers.azurerm(alias);
    return new LighthouseDefinition(this, 'lighthouse-definition', {
      lighthouseDefinitionId: this.#nameOf('azurerm_lighthouse_definition', scope, facts),
      name: escapeTemplate(offerName),
      ...(description !== undefined && { description: escapeTemplate(description) }),
      scope,
      managingTenantId: facts.partnerTenantId,
      authorization: authorizations.map(({ principalId, displayName, role, assignableRoles }) => ({
        principalId,
        ...(displayName !== undefined && { principalDisplayName: escapeTemplate(displayName) }),
        roleDefinitionId: role,
        ...(assignableRoles.length > 0 && { delegatedRoleDefinitionIds: [...assignableRoles] }),
      })),
      ...(eligible.length > 0 && {
        eligibleAuthorization: eligible.map((each) => ({
          principalId: each.principalId,
          ...(each.displayName !== undefined && { principalDisplayName: escapeTemplate(each.displayName) }),
          roleDefinitionId: each.role,
          justInTimeAccessPolicy: {
            ...(each.multiFactor === 'Azure' && { multiFactorAuthProvider: 'Azure' }),
            maximumActivationDuration: each.longestActivation,
            ...(each.approvers.length > 0 && {
              approver: each.approvers.map(({ principalId, displayName }) => ({
                principalId,
                ...(displayName !== undefined && { principalDisplayName: escapeTemplate(displayName) }),
              })),
            }),
          },
        })),
      }),
      ...(provider && { provider }),
    });
  }

  #assign(
    definition: LighthouseDefinition,
    scope: Scope,
    alias: string,
    facts: StackFacts,
  ): LighthouseAssignment {
    const provider = facts.providers.azurerm(alias);
    return new LighthouseAssignment(this, 'lighthouse-assignment', {
      name: this.#nameOf('azurerm_lighthouse_assignment', scope, facts),
      scope,
      lighthouseDefinitionId: definition.id,
      ...(provider && { provider }),
    });
  }

  #nameOf(type: string, scope: Scope, { tenantId, owner }: StackFacts): Guid {
    const { path } = this.node;
    const constructId = path.split('/').slice(1).join('/');
    return this.ledger.madeAt(type, path, scope) ?? constructName(owner, { tenantId, scope, constructId });
  }
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
