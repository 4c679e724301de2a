import { roleAssignmentOperations } from '../../catalogue';
import {
  doubts,
  feasibilityOf,
  menders,
  reasons,
  standingIn,
  type Feasibility,
  type Need,
  type StandingAt,
} from '../../channels';
import type { Declaration } from '../../configuration';
import { subscriptionScope, type Guid, type SubscriptionReading } from '../../model';
import type { Reader, SignIn } from '../../provider';
import type { Finding } from '../../report';
import { readAccess, readWriter } from '../making';
import { found, partnerPerson, unknown, waiting } from './findings';

/** Who looks. */
interface Standpoint {
  readonly reads: SignIn;
  readonly writes: SignIn;
  /** Whether all that AOBO takes outside the customer's subscriptions is there. */
  readonly isAgent: boolean;
}

/** What each subscription shows, and whether access in it can be changed. */
export async function examineAccess(
  declaration: Declaration,
  reader: Reader,
  { reads, writes, isAgent }: Standpoint,
): Promise<Finding[]> {
  if (reads.outcome !== 'signed-in') {
    return Object.keys(declaration.subscriptions).flatMap((alias) => [
      waiting(readingLink(alias)),
      waiting(changingLink(alias)),
    ]);
  }
  const ids = Object.values(declaration.subscriptions);
  const { actual } = await reader.refresh(ids);
  const desired = {
    subscriptions: ids.map((subscriptionId) => ({ alias: '', subscriptionId })),
    writes: declaration.writes,
    partner: partnerOf(declaration),
  };
  const writer = await readWriter(desired, reader);
  const needs = ids.flatMap(assigningIn);
  const standingAt = standingIn(await readAccess(needs, writer, { desired, actual, reader }));
  const findings = Object.entries(declaration.subscriptions).flatMap(([alias, id]) => {
    const reading = actual.subscriptions.find(({ subscriptionId }) => subscriptionId === id);
    if (reading?.status !== 'read' && declaration.reads === 'aobo' && reads.subject.kind !== 'workload') {
      return unreadByAgent({ alias, reading, adminAgents: declaration.partner.adminAgents, isAgent });
    }
    return [
      readable(alias, reading, declaration),
      ...channelFindings(alias, reading, declaration),
      writes.outcome === 'signed-in'
        ? writable(alias, id, declaration, standingAt)
        : waiting(changingLink(alias)),
    ];
  });
  return [...findings, ...secondFactor(writes)];
}

const readingLink = (alias: string): string => `reading ${alias}`;
const changingLink = (alias: string): string => `changing access in ${alias}`;

function partnerOf({ partner }: Declaration) {
  const { adminAgents, helpdeskAgents } = partner;
  return {
    tenantId: partner.tenant,
    owner: partner.owner,
    previousOwners: [],
    otherOwners: [],
    adminAgents,
    ...(helpdeskAgents && { helpdeskAgents }),
  };
}

function assigningIn(subscriptionId: Guid): Need[] {
  const scope = subscriptionScope(subscriptionId);
  const { write, delete: remove } = roleAssignmentOperations;
  return [write, remove].map((operation) => ({ operation, scope }));
}

function readable(alias: string, reading: SubscriptionReading | undefined, { reads }: Declaration): Finding {
  const link = readingLink(alias);
  if (reading?.status === 'read') {
    return found(link, `${reading.assignments.length} role assignments are seen over ${reads}.`);
  }
  return {
    link,
    outcome: 'missing',
    detail: whyUnread(reading),
    remedy: reads === 'lighthouse' ? 'Have Reader delegated over Lighthouse.' : 'Have Reader given there.',
    mendedBy: menders['customer-owner'],
  };
}

function whyUnread(reading: SubscriptionReading | undefined): string {
  if (reading?.status !== 'unread') return 'It was not read.';
  return reading.diagnostic.detail.replace(/\. Azure answered (\d+ \w+): .*$/s, ' ($1).');
}

/** Who comes over AOBO sees a subscription by AdminAgents' role in it and by nothing else. */
function unreadByAgent({
  alias,
  reading,
  adminAgents,
  isAgent,
}: {
  readonly alias: string;
  readonly reading: SubscriptionReading | undefined;
  readonly adminAgents: Guid;
  readonly isAgent: boolean;
}): Finding[] {
  const isShut = reading?.status === 'unread' && reading.diagnostic.code === 'scope_unread';
  const link = readingLink(alias);
  if (!isShut) return [unknown(link, whyUnread(reading)), waiting(changingLink(alias), link)];
  const role = isAgent
    ? withoutForeignPrincipal(`AdminAgents in ${alias}`, reading.subscriptionId, adminAgents)
    : waiting(`AdminAgents in ${alias}`, 'what is missing above');
  return [unknown(link, whyUnread(reading)), role, waiting(changingLink(alias), link)];
}

/** That a channel is declared does not make it: what it rests on is in the customer's subscription. */
function channelFindings(
  alias: string,
  reading: SubscriptionReading | undefined,
  { reads, writes, partner }: Declaration,
): Finding[] {
  const used = [reads, writes];
  return [
    ...(used.includes('aobo') ? [foreignPrincipal(alias, reading, partner.adminAgents)] : []),
    ...(used.includes('lighthouse') ? [delegation(alias, reading, partner.tenant)] : []),
  ];
}

/** By object id: what the portal shows is the name of a tenant, which anybody can take. */
function foreignPrincipal(
  alias: string,
  reading: SubscriptionReading | undefined,
  adminAgents: Guid,
): Finding {
  const link = `AdminAgents in ${alias}`;
  if (reading?.status !== 'read') return unknown(link, 'The role assignments could not be read.');
  const held = reading.assignments.filter(({ principalId }) => principalId === adminAgents);
  if (held.length > 0) return found(link, `The group ${adminAgents} of your tenant has a role there.`);
  return withoutForeignPrincipal(link, reading.subscriptionId, adminAgents);
}

function withoutForeignPrincipal(link: string, subscriptionId: Guid, adminAgents: Guid): Finding {
  const { because, remedy, mendedBy } = reasons.foreign_principal_removed;
  return {
    link,
    outcome: 'missing',
    detail: because,
    remedy,
    mendedBy: menders[mendedBy],
    next: `az role assignment create --assignee-object-id ${adminAgents} --assignee-principal-type ForeignGroup --role Owner --scope ${subscriptionScope(subscriptionId)}`,
  };
}

function delegation(alias: string, reading: SubscriptionReading | undefined, partnerTenant: Guid): Finding {
  const link = `Lighthouse in ${alias}`;
  if (reading?.status !== 'read' || !reading.delegations) {
    return unknown(link, 'What is delegated there could not be read.');
  }
  const own = reading.delegations.filter(({ managingTenant }) => managingTenant === partnerTenant);
  if (own.length > 0) return found(link, `${own.length} delegated to tenant ${partnerTenant}.`);
  return {
    link,
    outcome: 'missing',
    detail: `Nothing is delegated to tenant ${partnerTenant}.`,
    remedy: 'Have an Owner deploy the delegation.',
    mendedBy: menders['customer-owner'],
  };
}

/** Giving and taking are asked for one by one: a lock may forbid the second alone. */
function writable(alias: string, id: Guid, { writes }: Declaration, standingAt: StandingAt): Finding {
  const link = changingLink(alias);
  const [giving, taking] = assigningIn(id).map((need) => feasibilityOf([need], writes, standingAt));
  if (!giving || !taking) return unknown(link, 'It was not looked at.');
  if (giving.feasible !== 'no' && taking.feasible === 'no') {
    const { because, remedy, mendedBy } = reasons[taking.reason];
    const detail = `Roles can be given and not taken: ${because}`;
    return { link, outcome: 'missing', detail, remedy, mendedBy: menders[mendedBy] };
  }
  return writableFinding(link, giving.feasible === 'yes' ? taking : giving);
}

function writableFinding(link: string, answer: Feasibility): Finding {
  switch (answer.feasible) {
    case 'yes':
      return found(link, `Roles can be given and taken, over ${answer.channel}.`);
    case 'unknown':
      return answer.doubt === 'condition'
        ? found(link, 'Roles can be given and taken as far as the condition on the role allows.')
        : unknown(link, doubts[answer.doubt]);
    case 'no': {
      const { because, remedy, mendedBy } = reasons[answer.reason];
      return { link, outcome: 'missing', detail: because, remedy, mendedBy: menders[mendedBy] };
    }
  }
}

function secondFactor(signIn: SignIn): Finding[] {
  if (signIn.outcome !== 'signed-in' || signIn.subject.kind !== 'person') return [];
  const link = 'second factor';
  switch (signIn.subject.hasSecondFactor) {
    case true:
      return [found(link, 'The token says that there was one.')];
    case undefined:
      return [unknown(link, doubts.second_factor)];
    case false: {
      const { because, remedy } = reasons.no_second_factor;
      return [{ link, outcome: 'missing', detail: because, remedy, mendedBy: partnerPerson }];
    }
  }
}
