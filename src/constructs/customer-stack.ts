import { TerraformBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { emptyRoleFile, knownRoles, listedRoles } from '../catalogue';
import { tokenTenant } from '../channels';
import { formatDiagnostic, type SourcePosition } from '../diagnostics';
import { channelKinds, parseCloud, parseGuid } from '../model';
import type { ChannelKind, Cloud, DeclaredRelationship, Guid, PartnerIdentity, Scope } from '../model';
import { grantToAutomation } from './automation';
import type { AzureScope } from './azure-scope';
import { checkChoice } from './check-choice';
import { checkManagedScopes, scopesByAlias, type DeclaredScopes } from './check-managed-scopes';
import { checkOwnership } from './check-ownership';
import { checkAccepts, checkIgnores, type AcceptPolicy, type IgnorePolicy } from './check-policies';
import { CustomRole, type CustomRoleProps } from './custom-role';
import type { CustomerStackProps } from './customer-stack-props';
import { checkTexts } from './declared-text';
import { Ledger, type StackFacts } from './ledger';
import { ManagementGroup } from './management-group';
import { checkName, freeId } from './names';
import { parsePartner } from './partner';
import { cloudTextOf, projectContextOf } from './project-context';
import { checkRelationship } from './relationship-props';
import { diagnosticsOf, reporterFor, type Report } from './report';
import { Subscription } from './subscription';
import { DirectoryObjects } from './terraform/directory-objects';
import { Providers, requiredProviders } from './terraform/providers';
import { stackAnnotations } from './terraform/stack-annotations';
import { checkBackend, makeBackend } from './terraform/state-backend';
import { userPosition } from './user-position';

/** Whose Azure it is, how it is reached, and what of it is declared. */
interface CustomerIdentity {
  readonly tenantId: Guid;
  readonly partner: PartnerIdentity;
  readonly reads: ChannelKind;
  readonly writes: ChannelKind;
  readonly relationship?: DeclaredRelationship;
  readonly scopes: readonly Scope[];
}

/** The parts of a synthesized stack that are changed after the CDK has made it. */
interface SynthesizedStack {
  readonly '//': Record<string, unknown>;
  readonly terraform: { readonly required_providers?: Record<string, unknown> };
}

/**
 * Everything declared for one customer: a Terraform stack of its own, with its own state and plan. `id` names the
 * customer in commands, files and addresses, and is the name of the file that declares it.
 *
 * Mistakes are recorded, not thrown, so that all of them are found at once.
 */
export class CustomerStack<
  const Alias extends string = string,
  const GroupAlias extends string = never,
> extends TerraformStack {
  /** The subscriptions by alias. */
  readonly subscriptions: { readonly [A in Alias]: Subscription };

  /** The management groups by alias. */
  readonly managementGroups: { readonly [A in GroupAlias]: ManagementGroup };

  /** @internal What the stack looks after, for comparison with other stacks. */
  readonly declaredScopes: DeclaredScopes & { readonly tenantId: Guid | undefined };

  /** The user's line that makes the stack. */
  readonly source: SourcePosition | undefined;

  readonly #props: CustomerStackProps;
  readonly #tenantId: Guid | undefined;
  readonly #partner: PartnerIdentity | undefined;
  readonly #cloud: Cloud | undefined;
  readonly #relationship: DeclaredRelationship | undefined;
  readonly #ignore: readonly IgnorePolicy[];
  readonly #accept: readonly AcceptPolicy[];
  readonly #ledger: Ledger;
  readonly #resourceScope: Construct;
  #isAutomated = false;

  constructor(scope: Construct, id: string, props: CustomerStackProps<Alias, GroupAlias>) {
    super(scope, freeId(scope, id));
    this.source = userPosition(this);
    const report = reporterFor(this, this.source);
    checkName(this, id, report);
    this.#props = props;
    // A name that the user cannot give: what tilldela adds must not take an alias away.
    this.#resourceScope = new Construct(this, '.tilldela');
    this.#cloud = this.#checkCloud(report);
    this.#tenantId = parseGuid(props.tenant) ?? report('malformed_id', `\`tenant\` is "${props.tenant}".`);
    this.#partner = parsePartner(props.partner, report);
    checkTexts({ domain: props.domain }, report);
    checkChoice('reads', props.reads?.kind, channelKinds, report);
    const writes = checkChoice('writes', props.writes?.kind, channelKinds, report);
    if (props.backend) checkBackend(props.backend, report);
    const relationship = props.relationship ?? props.partner?.relationship;
    this.#relationship = relationship && checkRelationship(relationship, report);
    this.declaredScopes = { tenantId: this.#tenantId, ...checkManagedScopes(props, report) };
    const scopes = scopesByAlias(this.declaredScopes);
    checkOwnership(props.ownership, [...scopes.keys()], report);
    const { locks, roleFile = emptyRoleFile } = projectContextOf(this);
    const roles = knownRoles(this.#tenantId ? listedRoles(roleFile, this.#tenantId) : []);
    this.#ignore = checkIgnores(props.ignore ?? [], scopes, roles, report);
    this.#accept = checkAccepts(props.accept ?? [], scopes, roles, report);
    this.#ledger = new Ledger(this.#makeFacts(writes), locks.get(id), roles);
    const { subscriptions, managementGroups } = this.declaredScopes;
    this.subscriptions = this.#makeScopes<Alias, Subscription, Guid>(Subscription, subscriptions);
    this.managementGroups = this.#makeScopes<GroupAlias, ManagementGroup, string>(
      ManagementGroup,
      managementGroups,
    );
    // For programs that call app.synth() themselves, where nobody else would ask.
    this.node.addValidation({ validate: () => diagnosticsOf(this).map(formatDiagnostic) });
  }

  /**
   * A role of the customer's own, to be given in grants of this stack:
   *
   *     const operator = contoso.customRole('vm-operator', {
   *       roleName: 'VM Operator (Contoso)',
   *       scope: production,
   *       actions: ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute/virtualMachines/start/action'],
   *     });
   *     production.grant('ops', { to: group('Ops'), role: operator });
   *
   * Scope and `id` make up the name by which Azure tells roles apart: to rename the construct is to make another role.
   */
  customRole(id: string, props: CustomRoleProps): CustomRole {
    return new CustomRole(this, id, props, this.#ledger, userPosition(this));
  }

  /** @internal Gives the automation its rights, once all grants are known. */
  completeAutomation(): void {
    const { automation } = this.#props;
    if (!automation || this.#isAutomated) return;
    this.#isAutomated = true;
    for (const subscription of Object.values<Subscription>(this.subscriptions))
      grantToAutomation(subscription, automation, this, this.#ledger);
  }

  /** For programs that call app.synth() themselves. */
  override prepareStack(): void {
    this.completeAutomation();
    super.prepareStack();
  }

  /** The configured backend, unless the stack has been given one of the CDK's own. */
  override ensureBackendExists(): TerraformBackend {
    const given = this.node.findAll().find((construct) => TerraformBackend.isBackend(construct));
    return given ?? makeBackend(this.#resourceScope, this.node.id, this.#props.backend, this.#cloud);
  }

  /** @internal What is needed to read the customer's Azure; undefined where that is declared wrongly. */
  get identity(): CustomerIdentity | undefined {
    const [tenantId, partner] = [this.#tenantId, this.#partner];
    const { reads, writes } = this.#props;
    const isSound = diagnosticsOf(this).every(
      ({ constructPath, code }) => constructPath !== this.node.path || code === 'unknown_role',
    );
    if (!isSound || !tenantId || !partner) return undefined;
    const scopes = [...scopesByAlias(this.declaredScopes).values()].filter((scope) => scope !== undefined);
    const relationship = this.#relationship && { relationship: this.#relationship };
    return { tenantId, partner, reads: reads.kind, writes: writes.kind, ...relationship, scopes };
  }

  /** @internal */
  override toTerraform(): unknown {
    const synthesized = super.toTerraform() as SynthesizedStack;
    const { required_providers: required = {} } = synthesized.terraform;
    for (const name of Object.keys(required)) required[name] = requiredProviders[name] ?? required[name];
    if (!this.#tenantId || !this.#partner || !this.#cloud) return synthesized; // not valid, so never written
    synthesized['//']['tilldela'] = stackAnnotations({
      customer: this.node.id,
      tenantId: this.#tenantId,
      cloud: this.#cloud,
      partner: this.#partner,
      subscriptions: this.declaredScopes.subscriptions,
      managementGroups: this.declaredScopes.managementGroups,
      relationship: this.#relationship,
      ignore: this.#ignore,
      accept: this.#accept,
      ledger: this.#ledger,
      props: this.#props,
    });
    return synthesized;
  }

  #checkCloud(report: Report): Cloud | undefined {
    const text = cloudTextOf(this);
    if (text === undefined) return report('cloud_not_set', 'The context has no "cloud".');
    return parseCloud(text) ?? report('unknown_cloud', `"${text}" is no cloud.`);
  }

  #makeFacts(writes: ChannelKind | undefined): StackFacts | undefined {
    const [tenantId, partner, resourceScope] = [this.#tenantId, this.#partner, this.#resourceScope];
    if (!tenantId || !partner || !writes) return undefined;
    const providers = new Providers(resourceScope, {
      customerTenantId: tenantId,
      writingTenantId: tokenTenant(writes, { partner: partner.tenantId, customer: tenantId }),
      cloud: this.#cloud,
    });
    const { subscriptions, managementGroups } = this.declaredScopes;
    const sound = [...subscriptions].filter(([, subscriptionId]) => subscriptionId);
    for (const [alias, subscriptionId] of sound) providers.addAzurerm(alias, subscriptionId);
    // azurerm wants a subscription also where none is touched.
    for (const alias of managementGroups.keys()) providers.addAzurerm(alias, sound[0]?.[1]);
    const directory = new DirectoryObjects(resourceScope, () => providers.azuread());
    return { tenantId, owner: partner.owner, partnerTenantId: partner.tenantId, providers, directory };
  }

  #makeScopes<A extends string, Made extends AzureScope, Value>(
    Kind: ScopeClass<Made, Value>,
    declared: ReadonlyMap<string, Value | undefined>,
  ): { readonly [Key in A]: Made } {
    const made = [...declared].map(([alias, value]) => {
      return [alias, new Kind(this, alias, value, this.#ledger, this.source)] as const;
    });
    return new Proxy(Object.fromEntries(made) as Record<A, Made>, {
      get: (known, key) =>
        isUnknown(known, key)
          ? this.#unknownScope(Kind, key, declared)
          : (Reflect.get(known, key) as unknown),
    });
  }

  /** Customer files are run without being type-checked, so that an alias may be misspelled: its grants go nowhere. */
  #unknownScope<Made extends AzureScope, Value>(
    Kind: ScopeClass<Made, Value>,
    alias: string,
    declared: ReadonlyMap<string, unknown>,
  ): Made {
    const made = new Kind(this, alias, undefined, this.#ledger, undefined);
    const known = [...declared.keys()].join(', ') || 'none';
    const report = reporterFor(made, userPosition(this));
    report('unknown_alias', `"${alias}" is no alias of ${this.node.id}.`, `The aliases are ${known}.`);
    return made;
  }
}

type ScopeClass<Made, Value> = new (
  stack: Construct,
  alias: string,
  value: Value | undefined,
  ledger: Ledger,
  source: SourcePosition | undefined,
) => Made;

/** Names that JavaScript itself asks every object for are no misspelled aliases. */
function isUnknown(known: object, key: string | symbol): key is string {
  return typeof key === 'string' && !(key in known) && key !== 'then' && key !== 'toJSON';
}
