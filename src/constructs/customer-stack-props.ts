import type { RoleName } from '../catalogue';
import type { Channel } from '../channels';
import type { Origin, Ownership } from '../model';
import type { Partner } from './partner';
import type { Application, Principal } from './principals';
import type { RelationshipProps } from './relationship-props';
import type { StateBackend } from './terraform/state-backend';

/** Access that is left out of drift for good. All criteria that are given must hold. */
export interface IgnoreProps<Alias extends string = string> {
  /** Why; shown in reviews and reports. */
  readonly because: string;
  /** Where the assignment comes from, as far as that is recognised. Default: anywhere. */
  readonly origin?: Origin;
  /** Alias of the subscription at or below which it stands, or of the management group at which. Default: any. */
  readonly on?: Alias;
  /** Who has it. Default: anybody. */
  readonly to?: Principal;
  /** Which role it is. Default: any. */
  readonly role?: RoleName;
}

/** Access that nobody declared and that somebody accepts until a day. */
export interface AcceptProps<Alias extends string = string> {
  /** Alias of the subscription or management group. */
  readonly on: Alias;
  /** Name of the resource group, where the assignment stands at one of the subscription. Default: at none. */
  readonly resourceGroup?: string;
  readonly to: Principal;
  readonly role: RoleName;
  /** Who accepts it. */
  readonly by: string;
  /** Why; shown in reviews and reports. */
  readonly because: string;
  /** Last day, `YYYY-MM-DD`, ending at 24:00 UTC. From then on the access counts as drift. */
  readonly until: string;
}

/** A customer: whose tenant, which subscriptions, and how the partner gets in. */
export interface CustomerStackProps<Alias extends string = string, GroupAlias extends string = string> {
  /** The partner that manages this customer, from `definePartner`. */
  readonly partner: Partner;
  /** Tenant id of the customer. */
  readonly tenant: string;
  /** The tenant's domain, for people to recognise it. Default: none. */
  readonly domain?: string;
  /** Subscription ids by alias. A subscription belongs to one customer stack only. */
  readonly subscriptions: Readonly<Record<Alias, string>>;
  /**
   * Names of management groups by alias, for access that holds in all subscriptions below. One belongs to one customer
   * stack only, and no channel but `inTenant()` and `aobo()` reads it: Lighthouse reaches no management group. Default: none.
   */
  readonly managementGroups?: Readonly<Record<GroupAlias, string>>;
  /** How role assignments are read: `aobo()`, `lighthouse()` or `inTenant()`. */
  readonly reads: Channel;
  /**
   * How role assignments are written: `aobo()` or `inTenant()`. With `lighthouse()`, which gives roles to no person or group,
   * almost every change is handed off.
   */
  readonly writes: Channel;
  /**
   * The partner's application that applies unattended, with `writes: inTenant()`. In each subscription it may give and
   * take away the roles that this stack grants there, but none that can itself change access: those stay a person's job.
   * `tilldela bootstrap` sets it up. Default: none.
   */
  readonly automation?: Application;
  /**
   * `owned-only` touches nothing that is not ours; `full` also plans the removal of access that nobody declared, ignored
   * or accepted. One word for all, or one by alias: `{ sandbox: 'full' }`. Default: `owned-only`.
   */
  readonly ownership?: Ownership | Readonly<Partial<Record<NoInfer<Alias | GroupAlias>, Ownership>>>;
  /** Access that is never drift. Default: none. */
  readonly ignore?: readonly IgnoreProps<NoInfer<Alias | GroupAlias>>[];
  /** Access that is no drift until a day. Default: none. */
  readonly accept?: readonly AcceptProps<NoInfer<Alias | GroupAlias>>[];
  /** What the customer is asked to delegate. Default: that of the partner, if it names one. */
  readonly relationship?: RelationshipProps;
  /** Where Terraform keeps its state. Default: a file in `terraform.tfstate.d` of the project. */
  readonly backend?: StateBackend;
}
