import { TerraformBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { tokenTenant } from '../channels';
import { formatDiagnostic, type SourcePosition } from '../diagnostics';
import { byText, channelKinds, ownerships, parseCloud, parseGuid } from '../model';
import type { ChannelKind, Cloud, Guid, PartnerIdentity } from '../model';
import { checkChoice } from './check-choice';
import { checkAccepts, checkIgnores, type AcceptPolicy, type IgnorePolicy } from './check-policies';
import type { CustomerStackProps } from './customer-stack-props';
import { checkTexts } from './declared-text';
import { Ledger, type StackFacts } from './ledger';
import { checkName, freeId } from './names';
import { parsePartner } from './partner';
import { cloudTextOf, projectContextOf } from './project-context';
import { diagnosticsOf, reporterFor, type Report } from './report';
import { Subscription } from './subscription';
import { DirectoryObjects } from './terraform/directory-objects';
import { Providers, requiredProviders } from './terraform/providers';
import { stackAnnotations } from './terraform/stack-annotations';
import { checkBackend, makeBackend } from './terraform/state-backend';
import { userPosition } from './user-position';

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
export class CustomerStack<const Alias extends string = string> extends TerraformStack {
  /** The subscriptions by alias. */
  readonly subscriptions: { readonly [A in Alias]: Subscription };

  /** Subscription ids by alias; undefined where one is no GUID. */
  readonly subscriptionIds: ReadonlyMap<string, Guid | undefined>;

  /** The user's line that makes the stack. */
  readonly source: SourcePosition | undefined;

  readonly #props: CustomerStackProps;
  readonly #tenantId: Guid | undefined;
  readonly #partner: PartnerIdentity | undefined;
  readonly #cloud: Cloud | undefined;
  readonly #ignore: readonly IgnorePolicy[];
  readonly #accept: readonly AcceptPolicy[];
  readonly #ledger: Ledger;
  readonly #resourceScope: Construct;

  constructor(scope: Construct, id: string, props: CustomerStackProps<Alias>) {
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
    checkChoice('ownership', props.ownership ?? 'owned-only', ownerships, report);
    checkChoice('reads', props.reads?.kind, channelKinds, report);
    const writes = checkChoice('writes', props.writes?.kind, channelKinds, report);
    if (props.backend) checkBackend(props.backend, report);
    this.subscriptionIds = checkSubscriptions(props.subscriptions, report);
    this.#ignore = checkIgnores(props.ignore ?? [], this.subscriptionIds, report);
    this.#accept = checkAccepts(props.accept ?? [], this.subscriptionIds, report);
    this.#ledger = new Ledger(this.#makeFacts(writes), projectContextOf(this).locks.get(id));
    this.subscriptions = this.#makeSubscriptions();
    // For programs that call app.synth() themselves, where nobody else would ask.
    this.node.addValidation({ validate: () => diagnosticsOf(this).map(formatDiagnostic) });
  }

  /** The configured backend, unless the stack has been given one of the CDK's own. */
  override ensureBackendExists(): TerraformBackend {
    const given = this.node.findAll().find((construct) => TerraformBackend.isBackend(construct));
    return given ?? makeBackend(this.#resourceScope, this.node.id, this.#props.backend, this.#cloud);
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
      subscriptions: this.subscriptionIds,
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
    for (const [alias, subscriptionId] of this.subscriptionIds) {
      if (subscriptionId) providers.addAzurerm(alias, subscriptionId);
    }
    const directory = new DirectoryObjects(resourceScope, () => providers.azuread());
    return { tenantId, owner: partner.owner, providers, directory };
  }

  #makeSubscriptions(): { readonly [A in Alias]: Subscription } {
    const made = [...this.subscriptionIds].map(([alias, subscriptionId]) => {
      return [alias, new Subscription(this, alias, subscriptionId, this.#ledger, this.source)] as const;
    });
    return new Proxy(Object.fromEntries(made) as Record<Alias, Subscription>, {
      get: (known, key) =>
        isUnknown(known, key) ? this.#unknownSubscription(key) : (Reflect.get(known, key) as unknown),
    });
  }

  /** Customer files are run without being type-checked, so that an alias may be misspelled: its grants go nowhere. */
  #unknownSubscription(alias: string): Subscription {
    const subscription = new Subscription(this, alias, undefined, this.#ledger, undefined);
    const known = [...this.subscriptionIds.keys()].join(', ');
    const report = reporterFor(subscription, userPosition(this));
    report('unknown_alias', `"${alias}" is no alias of ${this.node.id}.`, `The aliases are ${known}.`);
    return subscription;
  }
}

/** Names that JavaScript itself asks every object for are no misspelled aliases. */
function isUnknown(known: object, key: string | symbol): key is string {
  return typeof key === 'string' && !(key in known) && key !== 'then' && key !== 'toJSON';
}

/** Subscription ids by alias, sorted; undefined where one is no GUID. */
function checkSubscriptions(
  subscriptions: Readonly<Record<string, string>>,
  report: Report,
): ReadonlyMap<string, Guid | undefined> {
  const ids = new Map<string, Guid | undefined>();
  for (const [alias, text] of Object.entries(subscriptions).sort(byText(([alias]) => alias))) {
    const id = parseGuid(text) ?? report('malformed_id', `Subscription "${alias}" is "${text}".`);
    const [namesake] = [...ids].find(([, other]) => id !== undefined && other === id) ?? [];
    if (namesake !== undefined)
      report('subscription_in_two_stacks', `"${namesake}" and "${alias}" are both ${id}.`);
    ids.set(alias, id);
  }
  return ids;
}
