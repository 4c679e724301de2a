import { permissionFor } from '../catalogue';
import { scopeKey, type ChannelKind, type Scope } from '../model';
import { allOf, type Answer } from './answer';
import { conditionAllows } from './condition';
import { overLighthouse } from './over-lighthouse';
import type { Need } from './need';
import type { DoubtCode, ReasonCode } from './reasons';
import type { Holding, NoToken, Standing } from './standing';

/** Whether something can be done, and over which channel it then is. */
export type Feasibility =
  | { readonly feasible: 'yes'; readonly channel: ChannelKind }
  | { readonly feasible: 'unknown'; readonly channel: ChannelKind; readonly doubt: DoubtCode }
  | { readonly feasible: 'no'; readonly reason: ReasonCode };

/** What whoever makes the changes may do at a scope, or why they have no token at all. */
export type StandingAt = (scope: Scope) => Standing | NoToken;

/**
 * Whether everything that a change needs may be done over the channel. Only what Azure has said counts: where something
 * could not be read that it depends on, the answer is `unknown`.
 */
export function feasibilityOf(
  needs: readonly Need[],
  channel: ChannelKind,
  standingAt: StandingAt,
): Feasibility {
  const found = needs.map((need) => feasibilityOfOne(need, channel, standingAt(need.scope)));
  return (
    found.find(({ feasible }) => feasible === 'no') ??
    found.find(({ feasible }) => feasible === 'unknown') ??
    found[0] ?? { feasible: 'yes', channel }
  );
}

/** The gravest obstacle goes first: a second factor is soon had, a role is not. */
function feasibilityOfOne(need: Need, channel: ChannelKind, standing: Standing | NoToken): Feasibility {
  if (typeof standing === 'string') return { feasible: 'no', reason: standing };
  const permitted =
    channel === 'lighthouse' ? overLighthouse(need, standing) : inCustomerTenant(need, channel, standing);
  if (permitted.feasible === 'no') return permitted;
  const reason = whyStopped(need, standing);
  if (reason) return { feasible: 'no', reason };
  const doubt = permitted.feasible === 'yes' ? whyDoubtful(need, standing) : undefined;
  return doubt ? { feasible: 'unknown', channel: permitted.channel, doubt } : permitted;
}

/** What stops even who has the roles. */
function whyStopped(need: Need, { denials, locks, identity }: Standing): ReasonCode | undefined {
  if (denials.some((denial) => denial.concerns === 'yes' && isDenied(need, denial))) return 'denied';
  if (locks?.some((level) => level === 'ReadOnly' || isDelete(need)) && !need.isRightOnly) {
    return 'scope_locked';
  }
  return identity.kind === 'person' && identity.hasSecondFactor === false ? 'no_second_factor' : undefined;
}

function whyDoubtful(need: Need, { denials, locks, identity }: Standing): DoubtCode | undefined {
  if (denials.some((denial) => denial.concerns === 'unknown' && isDenied(need, denial))) return 'denial';
  if (!locks && !need.isRightOnly) return 'locks';
  const isPerson = identity.kind === 'person';
  return isPerson && identity.hasSecondFactor === undefined ? 'second_factor' : undefined;
}

function isDelete({ operation }: Need): boolean {
  return /\/delete$/i.test(operation);
}

function isDenied({ operation, scope }: Need, denial: Standing['denials'][number]): boolean {
  const counts = denial.isForChildScopes || scopeKey(denial.scope) === scopeKey(scope);
  return counts && permissionFor(operation, denial) !== 'no';
}

/** With a token of the customer's tenant: over AOBO, or as somebody of that tenant. */
function inCustomerTenant(
  need: Need,
  channel: Exclude<ChannelKind, 'lighthouse'>,
  standing: Standing,
): Feasibility {
  const { permissions } = standing;
  const byAzure = permissions && permissionFor(need.operation, { permissions });
  if (byAzure === 'no') return { feasible: 'no', reason: whyNotPermitted(need, channel, standing) };
  const ways = standing.holdings
    .map((holding) => ({ holding, answer: allows(holding, need) }))
    .filter(({ answer }) => answer !== 'not-at-all');
  const [sure] = ways.filter(({ holding, answer }) => holding.isCertain && answer === 'yes');
  if (sure) return { feasible: 'yes', channel: sure.holding.through };
  // Azure says that there is a way: if all that are known agree, it matters not which one it is.
  const [way, ...others] = byAzure === undefined ? [] : ways;
  if (!way || others.some(({ answer }) => answer !== way.answer)) {
    return { feasible: 'unknown', channel, doubt: 'permissions' };
  }
  if (way.answer === 'yes') return { feasible: 'yes', channel: way.holding.through };
  return way.answer === 'no'
    ? { feasible: 'no', reason: 'condition' }
    : { feasible: 'unknown', channel, doubt: 'condition' };
}

/** `not-at-all`: the role has nothing to do with it. `no`: a condition is against it. */
function allows({ permissions, condition }: Holding, need: Need): Answer | 'not-at-all' {
  if (!permissions) return 'unknown';
  const blocks = permissions.filter(
    (block) => permissionFor(need.operation, { permissions: [block] }) !== 'no',
  );
  if (blocks.length === 0) return 'not-at-all';
  const byBlocks = blocks.map((block) =>
    block.condition === undefined ? 'yes' : conditionAllows(block.condition, need),
  );
  const best = byBlocks.includes('yes') ? 'yes' : byBlocks.includes('unknown') ? 'unknown' : 'no';
  return allOf([best, condition === undefined ? 'yes' : conditionAllows(condition, need)]);
}

function whyNotPermitted(
  need: Need,
  channel: Exclude<ChannelKind, 'lighthouse'>,
  { identity, hasForeignPrincipal, holdings }: Standing,
): ReasonCode {
  if (channel === 'in-tenant') return 'not_permitted';
  if (hasForeignPrincipal === false) return 'foreign_principal_removed';
  if (identity.kind === 'workload') return 'person_needed';
  const ofPartner = holdings.filter(({ through }) => through === 'aobo');
  const isTooLittle = ofPartner.length > 0 && ofPartner.every((each) => allows(each, need) === 'not-at-all');
  return isTooLittle ? 'partner_role_too_small' : 'not_an_agent';
}
