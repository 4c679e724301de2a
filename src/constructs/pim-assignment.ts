import { PimActiveRoleAssignment } from '@cdktf/provider-azurerm/lib/pim-active-role-assignment';
import { PimEligibleRoleAssignment } from '@cdktf/provider-azurerm/lib/pim-eligible-role-assignment';
import { Construct } from 'constructs';
import type { SourcePosition } from '../diagnostics';
import { endOf, type PimKind, type Scope } from '../model';
import { checkGrant, type CheckedGrant } from './check-grant';
import type { CustomRole } from './custom-role';
import { escapeTemplate } from './declared-text';
import type { GrantTarget } from './grant';
import type { GrantProps } from './grant-props';
import type { Ledger, StackFacts } from './ledger';
import { checkName, freeId } from './names';
import type { Group, ServicePrincipal, User } from './principals';
import { reporterFor, type Report } from './report';
import { countUntil, roleIdAt } from './terraform/role-assignment-attributes';

/** Who has which role under Privileged Identity Management. */
export interface ActiveProps {
  readonly to: User | Group | ServicePrincipal;
  /** The role, by the name that Azure shows, or a custom role of the same stack. */
  readonly role: Exclude<GrantProps['role'], CustomRole> | CustomRole;
  /** Why: sent to Azure as the justification, and shown in reviews, plans and reports. */
  readonly because: string;
  /** Last day, `YYYY-MM-DD`; it ends at 24:00 UTC, by Azure itself. Default: no end, which policies may forbid. */
  readonly until?: string;
  /**
   * Takes it back. One that is only deleted from the file stays in Azure, where nothing tells that it was declared here.
   * Default: false.
   */
  readonly revoked?: boolean;
}

/** Who may take up which role. */
export interface EligibleProps extends ActiveProps {
  /** Azure makes no service principal eligible: nobody could take the role up. */
  readonly to: User | Group;
}

/**
 * A role that somebody may take up, or has until a day. Made by `eligible` and `active` of a subscription, management
 * group, resource group or resource.
 */
export class PimAssignment extends Construct {
  /** The Terraform resource that stands for it; absent while something is wrong. */
  readonly resource: PimEligibleRoleAssignment | PimActiveRoleAssignment | undefined;

  /** @internal */
  constructor(
    parent: Construct,
    id: string,
    kind: PimKind,
    { to, role, because, until, revoked = false }: ActiveProps,
    target: GrantTarget,
    ledger: Ledger,
    source: SourcePosition | undefined,
  ) {
    super(parent, freeId(parent, id));
    const report = reporterFor(this, source);
    checkName(this, id, report);
    const props: GrantProps = { to, role, because, ...(until !== undefined && { until }) };
    const checked = checkGrant(props, target.scope, ledger, report);
    const isPossible = checked !== undefined && checkPrincipalOf(kind, checked, report);
    const name = this.node.path.split('/').slice(1).join('_');
    const namesake = ledger.claimName(name, this.node.path);
    if (namesake !== undefined)
      report('colliding_names', `The address ${name} is already that of ${namesake}.`);
    const { facts } = ledger;
    if (!isPossible || !facts || !target.scope || namesake !== undefined) return;
    this.resource = this.#makeResource(kind, checked, { alias: target.alias, scope: target.scope }, facts);
    this.resource.overrideLogicalId(name);
    if (revoked) this.resource.addOverride('count', 0);
    else if (checked.until) this.resource.addOverride('count', countUntil(checked.until));
    const address = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
    const { type: principalType } = checked.principal;
    const said = { because, until: checked.until, revoked, principalType };
    ledger.recordResource({ address, path: this.node.path, source, ...said });
  }

  #makeResource(
    kind: PimKind,
    { principal, role, because = '', until }: CheckedGrant,
    { alias, scope }: { readonly alias: GrantTarget['alias']; readonly scope: Scope },
    { directory, providers }: StackFacts,
  ): PimEligibleRoleAssignment | PimActiveRoleAssignment {
    const provider = providers.azurerm(alias);
    const Resource = kind === 'eligible' ? PimEligibleRoleAssignment : PimActiveRoleAssignment;
    return new Resource(this, `${kind}-assignment`, {
      scope,
      roleDefinitionId: roleIdAt(scope, role),
      principalId:
        'objectId' in principal ? principal.objectId : `\${${directory.objectIdOf(principal.lookup)}}`,
      justification: escapeTemplate(because),
      ...(until && { schedule: { expiration: { endDateTime: endOf(until) } } }),
      ...(provider && { provider }),
      // azurerm would replace it, and with it the schedule, for another wording.
      lifecycle: { ignoreChanges: ['justification'] },
    });
  }
}

/** Reports whom Privileged Identity Management does not know, or cannot make eligible. */
function checkPrincipalOf(kind: PimKind, { principal }: CheckedGrant, report: Report): boolean {
  if (principal.type === 'ForeignGroup')
    report('malformed_principal', 'Privileged Identity Management knows no group of another tenant.');
  else if (kind === 'eligible' && principal.type === 'ServicePrincipal')
    report(
      'malformed_principal',
      'A service principal cannot be made eligible: nobody could take the role up.',
    );
  else return true;
  return false;
}
