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
import { found, partnerPerson, unknown } from './findings';

/** What each subscription shows, and whether access in it can be changed. */
export async function examineAccess(
  declaration: Declaration,
  reader: Reader,
  writes: SignIn,
): Promise<Finding[]> {
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
    return [
      readable(alias, reading, declaration),
      ...channelFindings(alias, reading, declaration),
      writable(alias, id, declaration, standingAt),
    ];
  });
  return [...findings, ...secondFactor(writes)];
}

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
  const link = `reading ${alias}`;
  if (reading?.status === 'read') {
    return found(link, `${reading.assignments.length} role assignments are seen over ${reads}.`);
  }
  return {
    link,
    outcome: 'missing',
    detail: reading?.diagnostic.detail ?? 'It was not read.',
    remedy: reads === 'lighthouse' ? 'Have Reader delegated over Lighthouse.' : 'Have Reader given there.',
    mendedBy: menders['customer-owner'],
  };
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
  const { because, remedy, mendedBy } = reasons.foreign_principal_removed;
  return {
    link,
    outcome: 'missing',
    detail: because,
    remedy,
    mendedBy: menders[mendedBy],
    next: `az role assignment create --assignee-object-id ${adminAgents} --assignee-principal-type ForeignGroup --role Owner --scope ${subscriptionScope(reading.subscriptionId)}`,
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

function writable(alias: string, id: Guid, { writes }: Declaration, standingAt: StandingAt): Finding {
  const link = `changing access in ${alias}`;
  const answers = assigningIn(id).map((need) => feasibilityOf([need], writes, standingAt));
  const worst =
    answers.find(({ feasible }) => feasible === 'no') ??
    answers.find(({ feasible }) => feasible === 'unknown') ??
    answers[0];
  return worst ? writableFinding(link, worst) : unknown(link, 'It was not looked at.');
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
